using CsCheck;
using Ucam.Uncertainty;

namespace Ucam.Tests.Uncertainty;

public class PassChunksTests
{
    [Fact]
    public void Chunks_add_up_and_stay_within_bounds() =>
        Gen.Select(Gen.Int[1, 200], Gen.Long[0, 50], Gen.Long[1, 500]).Sample((passes, each, most) =>
    {
        int[] chunks = [.. PassChunks.Of(passes, each, most)];
        chunks.Sum().Should().Be(passes);
        chunks.Should().AllSatisfy(n => (n == 1 || n * each <= most).Should().BeTrue());
    });
}
