using TorchSharp;
using static TorchSharp.torch;

namespace Ucam.Testing;

/// <summary>Tensors as plain numbers, and how many of them are alive.</summary>
internal static class Tensors
{
    /// <summary>Tensors that this thread made and nobody disposed.</summary>
    public static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>Tensors that any thread made and nobody disposed; for tests that run alone.</summary>
    public static long LiveAnywhere()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }

    public static double[] Numbers(this Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
    }

    public static void ShouldBeNear(this IReadOnlyCollection<double> actual, IReadOnlyCollection<double> expected, double tolerance)
    {
        actual.Should().HaveCount(expected.Count);
        actual.Zip(expected, (a, b) => Math.Abs(a - b)).Should().AllSatisfy(gap => gap.Should().BeLessThanOrEqualTo(tolerance));
    }

    /// <summary>Standard normal numbers of any shape, the same for the same seed.</summary>
    public static Tensor Normal(int seed, params long[] shape)
    {
        using var random = new Generator((ulong)seed);
        return randn(shape, generator: random);
    }
}
