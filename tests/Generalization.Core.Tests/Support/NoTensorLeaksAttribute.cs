using System.Reflection;
using TorchSharp;
using Xunit.Sdk;

namespace Generalization.Tests.Support;

/// <summary>Fails a test that leaves tensors alive on its thread.</summary>
public sealed class NoTensorLeaksAttribute : BeforeAfterTestAttribute
{
    private long before;

    public override void Before(MethodInfo methodUnderTest) => before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    public override void After(MethodInfo methodUnderTest) =>
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before, "every tensor has one owner that disposes it");
}
