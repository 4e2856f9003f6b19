using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

public class PositionScaleTests
{
    [Fact]
    public void Positions_run_to_the_scale_and_features_keep_unit_length()
    {
        using var scope = NewDisposeScope();
        using var plain = SmallModels.Head();
        using var scaled = SmallModels.Head(SmallModels.Options with { PositionScale = 4 });
        Tensor features = SmallModels.Features(1, 2), v = plain.Prepare(features), w = scaled.Prepare(features);
        w.narrow(2, SmallModels.Channels, 2).Numbers().ShouldBeNear([.. v.narrow(2, SmallModels.Channels, 2).Numbers().Select(x => 4 * x)], 1e-6);
        w.narrow(2, 0, SmallModels.Channels).Numbers().Should().Equal(v.narrow(2, 0, SmallModels.Channels).Numbers());
    }

    [Fact]
    public void Features_get_the_length_that_the_options_say()
    {
        using var scope = NewDisposeScope();
        using var scaled = SmallModels.Head(SmallModels.Options with { FeatureScale = 8, PositionScale = 4 });
        Tensor w = scaled.Prepare(SmallModels.Features(1, 2));
        w.narrow(2, 0, SmallModels.Channels).norm(2, keepdim: false, p: 2f).Numbers()
            .Should().AllSatisfy(length => length.Should().BeApproximately(8, 1e-5));
        w.narrow(2, SmallModels.Channels, 2).Numbers().Should().Contain(x => Math.Abs(x) > 1, "positions keep their own scale");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(101)]
    [InlineData(double.NaN)]
    public void A_scale_out_of_range_is_refused(double scale)
    {
        var validate = () => Settings.Check(SmallModels.Options with { PositionScale = scale });
        validate.Should().Throw<UcamException>().WithMessage("PositionScale is *; it must be above 0 and at most 100.");
    }
}
