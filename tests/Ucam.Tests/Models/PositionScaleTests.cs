using static TorchSharp.torch;

namespace Ucam.Tests.Models;

public class PositionScaleTests
{
    [Fact]
    public void Positions_run_to_the_scale_and_features_keep_unit_length()
    {
        using var scope = NewDisposeScope();
        using var plain = Small.Head();
        using var scaled = Small.Head(Small.Options with { PositionScale = 4 });
        Tensor features = Small.Features(1, 2), v = plain.Prepare(features), w = scaled.Prepare(features);
        w.narrow(2, Small.Channels, 2).Numbers().ShouldBeNear([.. v.narrow(2, Small.Channels, 2).Numbers().Select(x => 4 * x)], 1e-6);
        w.narrow(2, 0, Small.Channels).Numbers().Should().Equal(v.narrow(2, 0, Small.Channels).Numbers());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(101)]
    [InlineData(double.NaN)]
    public void A_scale_out_of_range_is_refused(double scale)
    {
        var validate = () => (Small.Options with { PositionScale = scale }).Validate();
        validate.Should().Throw<UcamException>().WithMessage("model.PositionScale*");
    }
}
