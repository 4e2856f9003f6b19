using Ucam.Uncertainty.Losses;
using static TorchSharp.torch;

namespace Ucam.Tests.Uncertainty.Losses;

public class NoiseBlocksTests
{
    private static double[] Stream(Action<Action> use, int samples, int chunk)
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        var numbers = new List<double>();
        foreach ((Tensor block, Action drawNext) in NoiseBlocks.Draw(zeros(32, 400), new AleatoricLossOptions { Samples = samples, Chunk = chunk },
            noise))
        {
            use(drawNext);
            numbers.AddRange(block.Numbers());
        }
        return [.. numbers];
    }

    /// <summary>One block, blocks that come out even, and a rest.</summary>
    [Theory]
    [InlineData(3, 3)]
    [InlineData(6, 2)]
    [InlineData(7, 3)]
    public void Blocks_that_are_drawn_ahead_continue_one_draw(int samples, int chunk)
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        double[] whole = empty(samples, 32, 400).normal_(0, 1, noise).Numbers();
        Stream(_ => { }, samples, chunk).Should().Equal(whole);
        Stream(drawNext => Task.Run(drawNext).Wait(), samples, chunk).Should().Equal(whole);
        Stream(drawNext =>
        {
            drawNext();
            drawNext();
        }, samples, chunk).Should().Equal(whole);
    }

    [Fact]
    public void What_stops_early_frees_its_blocks()
    {
        using var scope = NewDisposeScope();
        Tensor logits = zeros(4, 8);
        using var noise = new Generator(1);
        int before = (int)scope.DisposablesCount;
        NoiseBlocks.Draw(logits, new AleatoricLossOptions { Samples = 10, Chunk = 2 }, noise).First().Noise.IsInvalid.Should().BeTrue();
        ((int)scope.DisposablesCount).Should().Be(before);
    }

    /// <summary>A million numbers at once, in whole runs of 16, and never less than a run.</summary>
    [Theory]
    [InlineData(32, 400, 200, new[] { 81, 81, 38 })]
    [InlineData(32, 400, 7, new[] { 7 })]
    [InlineData(1, 7, 100, new[] { 100 })]
    [InlineData(3, 300_001, 40, new[] { 16, 16, 8 })]
    public void Without_a_chunk_a_block_has_as_many_passes_as_fit(int batch, int classes, int samples, int[] expected)
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        NoiseBlocks.Draw(zeros(batch, classes), new AleatoricLossOptions { Samples = samples }, noise).Select(block => (int)block.Noise.shape[0])
            .Should().Equal(expected);
    }
}
