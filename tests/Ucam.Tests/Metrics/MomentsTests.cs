using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class MomentsTests
{
    [Fact]
    public void The_deviation_of_values_far_from_0_is_that_of_values_near_it() =>
        // 0, 1 and 1 have the variance 1/3. The mean of the squares less the square of the mean would lose all digits.
        Moments.Deviation([1e9, 1e9 + 1, 1e9 + 1]).Should().BeApproximately(Math.Sqrt(1 / 3.0), 1e-7);
}
