using Ucam.Cli.Explain;
using static TorchSharp.torch;

namespace Ucam.Cli.Tests.Explain;

public class MapPlanTests
{
    private static readonly ExplanationMethod[] Methods = [new Rise { Masks = 300 }, new IntegratedGradients { Steps = 10 }, new Occlusion()];

    private static MapPlan Plan(ExplainSettings settings, params ExplanationMethod[] methods)
    {
        using var scope = NewDisposeScope();
        using var explain = new Explainer(inputs => new ModelOutput(inputs[0].flatten(1)));
        using ExplanationContext context = explain.Open([ones(1, 1, 7, 7)], 0, cancellation: TestContext.Current.CancellationToken);
        return MapPlan.Of(context, methods, settings);
    }

    [Fact]
    public void A_map_costs_its_passes_and_those_of_its_metrics_and_spread()
    {
        Plan(new ExplainSettings(), Methods).Passes.Should().Equal(301, 31, 1 + 49);
        Plan(new ExplainSettings { Metrics = true }, Methods[0]).Passes.Should().Equal(301 + 102);
        Plan(new ExplainSettings { Spread = 6, Passes = 2 }, Methods[0]).Passes.Should().Equal(301 + 301 * 3);
    }

    [Fact]
    public void The_quickest_come_first() => Plan(new ExplainSettings(), Methods).Order.Should().Equal(1, 2, 0);

    [Fact]
    public void What_is_done_at_once_is_neither_measured_nor_told_unless_all_are_asked_for()
    {
        Plan(new ExplainSettings(), Methods[1]).InWords(1).Should().BeNull();
        Plan(new ExplainSettings { All = true }, Methods[1]).InWords(1).Should()
            .MatchRegex("^1 map takes about .*: 31 forward passes of this model, .* each; ");
        Plan(new ExplainSettings(), Methods).InWords(1).Should().StartWith("3 maps take about ");
    }

    [Theory]
    [InlineData(0.0004, "4 maps take about 40 ms: 100 forward passes of this model, 0.4 ms each; ")]
    [InlineData(0.25, "4 maps take about 25 s: 100 forward passes of this model, 250 ms each; ")]
    [InlineData(3, "4 maps take about 5 minutes: 100 forward passes of this model, 3 s each; ")]
    [InlineData(90, "4 maps take about 2.5 hours: 100 forward passes of this model, 2 minutes each; ")]
    public void Times_are_told_as_people_tell_them(double seconds, string said) =>
        new MapPlan([10, 20, 30, 40], seconds).InWords(1).Should().Be(said + "Ctrl-C keeps those that are finished.");

    [Fact]
    public void Of_several_pictures_it_is_each() => new MapPlan([10], 1).InWords(3).Should().StartWith("1 map of each picture takes about 10 s");
}
