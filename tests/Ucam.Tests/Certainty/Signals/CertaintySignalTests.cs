using Ucam.Certainty.Signals;
using static TorchSharp.torch;

namespace Ucam.Tests.Certainty.Signals;

public sealed class CertaintySignalTests
{
    private static readonly double[,] P = { { 0.7, 0.2, 0.1 }, { 0.4, 0.35, 0.25 } };

    private static CertaintyInput Input() => new(tensor(P), tensor(new[] { 0.8, 1.08 }), tensor(new[] { 0.6, 1.0 }))
    {
        // One glimpse at place 0, one half at 0 and half at 1; then both everywhere.
        Attention = tensor(new double[,,] { { { 1, 0.5 }, { 0, 0.5 } }, { { 0.5, 0.5 }, { 0.5, 0.5 } } }),
        Evidence = new GradientEvidence(tensor(new double[,,] { { { 2, -1 }, { 3, -0.5 } }, { { -1, -1 }, { 0, 0 } } }),
            tensor(new double[,,] { { { -4, 1 }, { 0, 0 } }, { { 1, 2 }, { 3, -6 } } }), tensor(new[] { 5.0, 6 }), tensor(new[] { 7.0, 8 })),
        Blind = tensor(new double[,] { { 0.1, 0.8, 0.1 }, { 0.4, 0.3, 0.3 } }),
        Unfamiliarity = tensor(new[] { 0.5, 1.5 }),
        UnknownWords = tensor(new[] { 0, 0.25 }),
    };

    public static TheoryData<string, double, double> Values => new()
    {
        { "probability", 0.7, 0.4 },
        { "margin", 0.5, 0.05 },
        { "predictive-entropy", 0.8, 1.08 },
        { "expected-entropy", 0.6, 1 },
        { "mutual-information", 0.2, 0.08 },
        { "attention-peak", 0.75, 0.5 },
        { "attention-entropy", -0.75 * Math.Log(0.75) - 0.25 * Math.Log(0.25), Math.Log(2) },
        { "glimpse-agreement", 0.5, 1 },
        { "evidence-for", 5, 0 },
        { "evidence-against", 1.5, 2 },
        { "evidence-doubt", 1, 6 },
        { "evidence-assurance", 4, 6 },
        { "evidence-slope", 5, 6 },
        { "evidence-doubt-slope", 7, 8 },
        { "picture-gain", Math.Log(7), 0 },
        { "blind-probability", 0.1, 0.4 },
        { "blind-entropy", -0.8 * Math.Log(0.8) - 0.2 * Math.Log(0.1), -0.4 * Math.Log(0.4) - 0.6 * Math.Log(0.3) },
        { "unfamiliarity", 0.5, 1.5 },
        { "unknown-words", 0, 0.25 },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_signal_measures_what_it_says(string name, double first, double second)
    {
        using var scope = NewDisposeScope();
        SignalTable table = CertaintySignals.Measure(Input(), [CertaintySignals.Catalogue.Find(name)!]);
        table.Names.Should().Equal(name);
        table.Values[0].Should().BeApproximately(first, 1e-9);
        table.Values[1].Should().BeApproximately(second, 1e-9);
    }

    [Fact]
    public void What_a_model_cannot_give_is_left_out()
    {
        using var scope = NewDisposeScope();
        CertaintyInput plain = new(tensor(P), tensor(new[] { 0.8, 1.08 }), tensor(new[] { 0.6, 1.0 }));
        CertaintySignals.Measure(plain, CertaintySignals.All).Names
            .Should().Equal("probability", "margin", "predictive-entropy", "expected-entropy", "mutual-information");
    }

    [Fact]
    public void A_single_glimpse_does_not_agree_or_disagree()
    {
        using var scope = NewDisposeScope();
        CertaintyInput one = Input() with { Attention = tensor(new double[,,] { { { 1 }, { 0 } }, { { 0.5 }, { 0.5 } } }) };
        CertaintySignals.Measure(one, CertaintySignals.All).Names.Should().Contain("attention-peak").And.NotContain("glimpse-agreement");
    }

    [Fact]
    public void Signals_say_in_words_what_they_mean_and_have_names_of_their_own()
    {
        CertaintySignals.All.Select(s => s.Name).Should().OnlyHaveUniqueItems();
        foreach (CertaintySignal signal in CertaintySignals.All)
        {
            signal.Against.Should().NotBe(signal.For).And.NotEndWith(".");
            signal.Direction.Should().BeInRange(-1, 1);
        }
    }

    [Fact]
    public void Measuring_leaves_no_tensor_behind()
    {
        using var scope = NewDisposeScope();
        CertaintyInput input = Input();
        int before = (int)scope.DisposablesCount;
        CertaintySignals.Measure(input, CertaintySignals.All);
        ((int)scope.DisposablesCount).Should().Be(before);
    }

    [Theory]
    [InlineData("attention-peak")]
    [InlineData("attention-entropy")]
    [InlineData("glimpse-agreement")]
    public void Attention_is_judged_by_its_shares_whatever_it_sums_to(string name)
    {
        using var scope = NewDisposeScope();
        CertaintySignal[] signals = [CertaintySignals.Catalogue.Find(name)!];
        CertaintyInput input = Input(), scaled = input with { Attention = input.Attention! * tensor(new[] { 2.0, 3 }).view(2, 1, 1) };
        CertaintySignals.Measure(scaled, signals).Values.ShouldBeNear(CertaintySignals.Measure(input, signals).Values, 1e-12);
    }
}
