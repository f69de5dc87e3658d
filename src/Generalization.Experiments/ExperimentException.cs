using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Generalization.Experiments;

/// <summary>An experiment, or a list of them, cannot be read.</summary>
public sealed class ExperimentException : Exception
{
    internal ExperimentException(string message, Exception? inner)
        : base(message, inner) { }
}
