using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class ErrorDetectionTests
{
    [Fact]
    public void A_worked_example()
    {
        // From the least sure: wrong, right, wrong, right. Precisions 1 and 2/3 where mistakes are found.
        ErrorDetection.Aupr([0.9, 0.2, 0.4, 0.6], [0, 1, 0, 1]).Should().BeApproximately((1 + 2 / 3.0) / 2, 1e-15);
        ErrorDetection.Aupr([0.5, 0.5, 0.5, 0.5], [0, 1, 0, 0]).Should().Be(0.25);
        ErrorDetection.Aupr([0.1, 0.9], [1, 0]).Should().Be(1);
        ErrorDetection.Aupr([1, 2], [0, 0]).Should().Be(double.NaN);
    }
}
