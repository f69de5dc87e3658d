using Generalization.Kernels.Solvers;
using Generalization.Torch;
using static TorchSharp.torch;

namespace Generalization.Kernels.Gram;

/// <summary>The panels of a lower triangle in memory, one owner for all of them.</summary>
internal sealed class TrianglePanels : IDisposable
{
    private readonly Tensor?[] panels;

    public TrianglePanels(TriangleLayout layout, ScalarType type, Device device)
    {
        (Layout, Type, Device) = (layout, type, device);
        panels = new Tensor?[layout.PanelCount];
    }

    public TriangleLayout Layout { get; }

    public ScalarType Type { get; }

    public Device Device { get; }

    public Tensor this[int panel] => panels[panel] ?? throw new InvalidOperationException($"Panel {panel} is not in memory.");

    public Tensor Allocate(int panel)
    {
        Free(panel);
        var memory = empty([Layout.Rows(panel), Layout.Columns(panel)], Type, Device).DetachFromDisposeScope();
        if (memory.device.type == TorchSharp.DeviceType.CPU)
            TensorMemory.PreferHugePages(memory);
        return panels[panel] = memory;
    }

    public void Free(int panel)
    {
        panels[panel]?.Dispose();
        panels[panel] = null;
    }

    public void Dispose()
    {
        for (var i = 0; i < panels.Length; i++)
            Free(i);
    }
}
