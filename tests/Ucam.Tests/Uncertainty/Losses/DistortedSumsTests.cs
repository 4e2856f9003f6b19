using Ucam.Uncertainty.Losses;
using static TorchSharp.torch;

namespace Ucam.Tests.Uncertainty.Losses;

[Collection(GlobalRandomState.Name)]
public class DistortedSumsTests
{
    /// <summary>Below and above the size from which samples are shared out to threads.</summary>
    public static TheoryData<int, int, bool, bool> Cases => new()
    {
        { 3, 7, false, false }, { 3, 7, false, true }, { 3, 7, true, false }, { 3, 7, true, true },
        { 40, 900, false, false }, { 40, 900, false, true }, { 40, 900, true, false }, { 40, 900, true, true },
    };

    private static double[] Sums(Func<Tensor, Tensor, Tensor, Distortion, DistortedSums> kind, int batch, int classes, bool batchMean, bool gradient,
        ScalarType type)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        Tensor logits = (randn(batch, classes) * 3).to(type), deviation = rand(batch, 1).to(type) * 2;
        Tensor target = (rand(batch, classes) * rand(batch, classes).gt(0.7).to(float32)).to(type);
        target = target / target.sum(1, keepdim: true).clamp_min(1);
        target[0] = 0;
        using var noise = new Generator(1);
        var options = new AleatoricLossOptions
        { Samples = 5, Reduction = batchMean ? UndistortedReduction.BatchMean : UndistortedReduction.PerSample };
        DistortedSums sums = kind(logits, deviation, SoftCrossEntropy.PerSample(logits, target), new Distortion(target, options, noise, gradient));
        sums.Add(randn(3, batch, classes).to(type));
        sums.Add(randn(2, batch, classes).to(type));
        return [.. sums.Values().Numbers(), .. gradient ? sums.Gradients().SelectMany(g => g.Numbers()) : []];
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rows_and_blocks_give_the_same(int batch, int classes, bool batchMean, bool gradient)
    {
        double[] rows = Sums((y, s, c, d) => new DistortedRows<double>(y, s, c, d), batch, classes, batchMean, gradient, float64);
        double[] blocks = Sums((y, s, c, d) => new DistortedBlocks(y, s, c, d), batch, classes, batchMean, gradient, float64);
        rows.Should().HaveSameCount(blocks);
        rows.Zip(blocks).Should().AllSatisfy(pair => pair.First.Should().BeApproximately(pair.Second, 1e-12 * Math.Max(1, Math.Abs(pair.Second))));
    }

    [Fact]
    public void Single_precision_is_as_close_as_it_can_be()
    {
        double[] single = Sums((y, s, c, d) => new DistortedRows<float>(y, s, c, d), 40, 900, false, true, float32);
        double[] exact = Sums((y, s, c, d) => new DistortedBlocks(y, s, c, d), 40, 900, false, true, float64);
        single.Zip(exact).Should().AllSatisfy(pair => pair.First.Should().BeApproximately(pair.Second, 1e-5 * Math.Max(1, Math.Abs(pair.Second))));
    }

    [Fact]
    public void Threads_change_nothing()
    {
        int threads = get_num_threads();
        try
        {
            double[][] results = [.. new[] { 1, 2, 3 }.Select(count =>
            {
                set_num_threads(count);
                return Sums((y, s, c, d) => new DistortedRows<float>(y, s, c, d), 40, 900, true, true, float32);
            })];
            results[1].Should().Equal(results[0]);
            results[2].Should().Equal(results[0]);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Work_beside_is_done_once_where_threads_share_the_samples_and_left_where_there_is_one()
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        Tensor logits = zeros(40, 900);
        DistortedSums sums =
            DistortedSums.Create(logits, ones(40, 1), zeros(40),
            new Distortion(zeros_like(logits), new AleatoricLossOptions { Samples = 3 }, noise, true));
        int threads = get_num_threads(), done = 0;
        try
        {
            set_num_threads(2);
            sums.Add(randn(3, 40, 900), () => Interlocked.Increment(ref done));
            done.Should().Be(1);
            set_num_threads(1);
            sums.Add(randn(3, 40, 900), () => Interlocked.Increment(ref done));
            done.Should().Be(1);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32, typeof(DistortedRows<float>))]
    [InlineData(ScalarType.Float64, typeof(DistortedRows<double>))]
    [InlineData(ScalarType.BFloat16, typeof(DistortedBlocks))]
    public void What_adds_up_is_chosen_by_precision(ScalarType type, Type expected)
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        Tensor logits = zeros([2, 3], dtype: type);
        DistortedSums.Create(logits, ones([2, 1], dtype: type), zeros([2], dtype: type),
            new Distortion(zeros_like(logits), new AleatoricLossOptions(), noise, true)).Should().BeOfType(expected);
    }
}
