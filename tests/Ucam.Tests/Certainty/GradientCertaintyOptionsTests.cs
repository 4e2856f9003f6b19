namespace Ucam.Tests.Certainty;

public class GradientCertaintyOptionsTests
{
    public static TheoryData<GradientCertaintyOptions, string> Impossible => new()
    {
        { new() { ScaleInPositions = -0.1 }, "ScaleInPositions" },
        { new() { ScaleInPositions = double.NaN }, "ScaleInPositions" },
        { new() { ScaleInPositions = 1001 }, "ScaleInPositions" },
        { new() { Temperature = 0 }, "Temperature" },
        { new() { Temperature = double.PositiveInfinity }, "Temperature" },
        { new() { WarmUp = 1.1 }, "WarmUp" },
        { new() { WarmUp = -1 }, "WarmUp" },
        { new() { Combine = (CertaintyCombine)9 }, "Combine" },
        { new() { Target = (CertaintyTarget)9 }, "Target" },
        { new() { Sign = (CertaintySign)9 }, "Sign" },
        { new() { Layout = (PositionLayout)9 }, "Layout" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Impossible_settings_are_refused_by_name(GradientCertaintyOptions options, string field)
    {
        var create = () => new GradientCertainty(options);
        UcamException refusal = create.Should().Throw<UcamException>().Which;
        (refusal.Field, refusal.Message.StartsWith(field, StringComparison.Ordinal)).Should().Be((field, true));
    }

    [Theory]
    [InlineData(0, 0, 2)]
    [InlineData(0, 1, 2)]
    [InlineData(0.5, 0, 0)]
    [InlineData(0.5, 0.25, 1)]
    [InlineData(0.5, 0.5, 2)]
    [InlineData(0.5, 1, 2)]
    [InlineData(1, 0.75, 1.5)]
    public void The_strength_rises_over_the_warm_up_and_stays(double warmUp, double progress, double scale) =>
        new GradientCertaintyOptions { ScaleInPositions = 2, WarmUp = warmUp }.ScaleAt(progress).Should().Be(scale);

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Progress_is_a_share(double progress)
    {
        var scale = () => new GradientCertaintyOptions().ScaleAt(progress);
        scale.Should().Throw<ArgumentOutOfRangeException>();
        using var certainty = new GradientCertainty();
        var set = () => certainty.Progress = progress;
        set.Should().Throw<ArgumentOutOfRangeException>();
    }
}
