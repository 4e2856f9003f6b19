using Ucam.Cli.Explain;

namespace Ucam.Cli.Tests.Explain;

public class ExplainPrinterTests
{
    [Theory]
    [InlineData(-0.0, "0")]
    [InlineData(-0.25, "-0.25")]
    [InlineData(1234.5, "1.23E+03")]
    [InlineData(double.NaN, "-")]
    public void Nothing_has_no_sign(double value, string expected) => ExplainPrinter.Number(value).Should().Be(expected);
}
