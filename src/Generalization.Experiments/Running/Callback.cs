using System.Globalization;
using System.Reflection;
using TorchSharp;

namespace Generalization.Experiments.Running;

/// <summary>Reports on the thread that works, so that what is reported is done when the work goes on.</summary>
internal sealed class Callback<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
