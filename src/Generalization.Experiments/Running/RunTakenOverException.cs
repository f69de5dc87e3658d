using System.Security.Cryptography;
using System.Text;
using static TorchSharp.torch;

namespace Generalization.Experiments.Running;

/// <summary>Another process owns the run by now, as this one gave no sign of life for too long.</summary>
internal sealed class RunTakenOverException()
    : Exception("The run was taken over by another process, as this one " + "gave no sign of life for the time-out.");
