using Ucam.Vqa.Tests.Runs;

namespace Ucam.Vqa.Tests.Evaluation;

public class EvaluationSummaryTests
{
    // Right at 0.1, wrong at 0.2, right at 0.4, wrong at 0.8 nats.
    private static readonly QuestionResult[] Four =
    [
        Results.Make("red", "red", 0.1, probability: 0.9, accuracy: 1) with { HumanEntropy = 0, AttentionRatio = 3, Attainable = 1, Distance = 1 },
        Results.Make("red", "blue", 0.2, probability: 0.8, family: "shape") with
        { HumanEntropy = 0.5, AttentionRatio = 1, Attainable = 0.5, Distance = 2 },
        Results.Make("red", "red", 0.4, probability: 0.7, accuracy: 0.6) with { HumanEntropy = 0.2, Attainable = 0.8, Distance = 3 },
        Results.Make("red", "blue", 0.8, probability: 0.6, accuracy: 0.3) with { HumanEntropy = 0.9, Attainable = 0.7, Distance = 4 },
    ];

    [Fact]
    public void Four_answers_come_to_what_a_hand_computes()
    {
        EvaluationSummary s = EvaluationSummary.Of(Four);
        double[] means =
            [s.Overall.Accuracy, s.Overall.Attainable, s.Overall.Predictive, s.Overall.Aleatoric, s.Overall.Epistemic, s.Overall.AttentionRatio,
            s.Distance];
        means.ShouldBeNear([0.475, 0.75, 0.375, 0.28125, 0.09375, 2, 2.5], 1e-12);
        s.Overall.Questions.Should().Be(4);
        s.Overall.Auroc.Should().BeApproximately(0.75, 1e-12);
        s.Aurc.Should().BeApproximately((0 + 1 / 2.0 + 1 / 3.0 + 2 / 4.0) / 4, 1e-12);
        s.ExcessAurc.Should().BeApproximately(s.Aurc - (0 + 0 + 1 / 3.0 + 2 / 4.0) / 4, 1e-12);
        s.Ece.Should().BeApproximately((0.1 + 0.8 + 0.3 + 0.6) / 4, 1e-12);
        s.Nll.Should().BeApproximately(-(Math.Log(0.9) + 2 * Math.Log(0.25) + Math.Log(0.7)) / 4, 1e-12);
        s.HumanSpearman.Should().BeApproximately(0.8, 1e-12);
    }

    [Fact]
    public void Doubt_is_compared_with_how_unsure_people_said_to_be()
    {
        EvaluationSummary.Of(Four).UnsureSpearman.Should().Be(double.NaN, "nobody was asked");
        double[] unsure = [0, 0.3, 0.1, 0.2];
        QuestionResult[] asked = [.. Four.Zip(unsure, (row, said) => row with { PeopleUnsure = said })];
        // Ranks 1 2 3 4 and 1 4 2 3: 1 − 6·(0 + 4 + 1 + 1)/60.
        EvaluationSummary.Of(asked).UnsureSpearman.Should().BeApproximately(0.4, 1e-12);
    }

    [Fact]
    public void Families_are_summed_apart_by_name()
    {
        IReadOnlyList<SummaryLine> families = EvaluationSummary.Of(Four).Families;
        families.Select(f => (f.Name, f.Questions)).Should().Equal(("colour", 3), ("shape", 1));
        families[0].Accuracy.Should().BeApproximately(1.9 / 3, 1e-12);
        families[0].AttentionRatio.Should().Be(3);
        families[1].Auroc.Should().Be(double.NaN);
    }

    [Fact]
    public void Kinds_of_answers_are_summed_apart_where_they_are_known()
    {
        EvaluationSummary.Of(Four).AnswerTypes.Should().BeEmpty();
        string[] types = ["OPEN", "CLOSED", "CLOSED", "OPEN"];
        EvaluationSummary.Of([.. Four.Zip(types, (row, type) => row with { AnswerType = type })]).AnswerTypes
            .Select(l => (l.Name, l.Questions, Math.Round(l.Accuracy, 12))).Should().Equal(("CLOSED", 2, 0.3), ("OPEN", 2, 0.65));
    }

    [Fact]
    public void Questions_without_answers_do_not_count()
    {
        EvaluationSummary.Of([.. Four, Results.Make("red", "", 5) with { Accuracy = double.NaN }])
            .Should().BeEquivalentTo(EvaluationSummary.Of(Four));
        var none = () => EvaluationSummary.Of([Results.Make("red", "", 5)]);
        none.Should().Throw<UcamException>();
    }

    [Fact]
    public void An_answer_outside_the_vocabulary_costs_a_finite_likelihood() =>
        EvaluationSummary.Of([Results.Make("red", "teal", 1) with { TruthProbability = 0 }]).Nll.Should().BeApproximately(7 * Math.Log(10), 1e-9);

    [Fact]
    public void What_a_set_does_not_know_is_not_a_number()
    {
        EvaluationSummary s = EvaluationSummary.Of([Results.Make("red", "red", 1), Results.Make("red", "blue", 2)]);
        new[] { s.Overall.Attainable, s.Overall.AttentionRatio, s.HumanSpearman, s.Distance }.Should().AllBeEquivalentTo(double.NaN);
    }
}
