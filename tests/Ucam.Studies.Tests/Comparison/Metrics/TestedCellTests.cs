using Ucam.Studies.Comparison;
using Ucam.Studies.Comparison.Metrics;
using Ucam.Vqa;

namespace Ucam.Studies.Tests.Comparison.Metrics;

public class TestedCellTests
{
    private static QuestionResult Result(double accuracy, double predictive, double aleatoric, double truth, string answer = "yes",
        double human = double.NaN) => new()
        {
            QuestionId = 1,
            ImageId = 1,
            QuestionType = "exists",
            Question = "?",
            Prediction = "yes",
            Truth = answer,
            Probability = 0.8,
            TruthProbability = truth,
            Predictive = predictive,
            Aleatoric = aleatoric,
            Epistemic = predictive - aleatoric,
            LogitVariance = 0.5,
            Accuracy = accuracy,
            HumanEntropy = human,
            Distribution = [0.8f, 0.2f],
        };

    internal static readonly QuestionResult[] Rows =
    [
        Result(1, 0.1, 0.1, 0.8, human: 0), Result(0.3, 0.6, 0.5, 0.2, "no", human: 0.6), Result(0.9, 0.3, 0.2, 0.8, human: 0.2),
            Result(0, 0.5, 0.3, 0, "maybe"),
    ];

    private static Dictionary<string, double> Values(params QuestionResult[] rows) =>
        MetricCatalog.Measure(new TestedCell(rows) { PlaceOf = answer => Array.IndexOf(["yes", "no"], answer) });

    [Fact]
    public void Scores_are_soft_and_entropies_means()
    {
        Dictionary<string, double> values = Values(Rows);
        values["accuracy"].Should().BeApproximately(0.55, 1e-12);
        values["nll"].Should().BeApproximately((-2 * Math.Log(0.8) - Math.Log(0.2) - Math.Log(1e-7)) / 4, 1e-9);
        values["auroc"].Should().BeApproximately(RankingMetrics.Auroc([0.1, 0.6, 0.3, 0.5], (double[])[0, 0.7, 0.1, 1]), 1e-12);
        values["aurc"].Should().BeApproximately(SelectivePrediction.Aurc([0.1, 0.6, 0.3, 0.5], [0, 0.7, 0.1, 1]), 1e-12);
        values["ece"].Should().BeApproximately(0.25, 1e-12);
        values["human_spearman"].Should().BeApproximately(1, 1e-12);
        (values["predictive"], values["aleatoric"]).Should().Be((0.375, 0.275));
    }

    [Fact]
    public void Every_metric_of_the_catalogue_is_measured_where_all_is_known()
    {
        var cell = new TestedCell(Rows) { Training = new CellTraining([], Seconds: 1.26, Rate: 9.6, Parameters: 7), Unfamiliar = [0.7] };
        Dictionary<string, double> values = MetricCatalog.Measure(cell);
        values.Keys.Should().Equal(MetricCatalog.Own.Select(metric => metric.Info.Name));
        (values["train_seconds"], values["questions_per_second"], values["epochs"], values["parameters"], values["ood_auroc"])
            .Should().Be((1.3, 10, 0, 7, 1));
        values["empty_mask"].Should().Be(double.NaN);
    }

    [Fact]
    public void What_does_not_apply_has_no_value() =>
        Values(Rows).Keys.Should().Contain("auroc").And.NotContain(["ood_auroc", "train_seconds", "parameters", "mask_entropy"]);

    [Fact]
    public void What_a_set_does_not_know_is_undefined()
    {
        Dictionary<string, double> values = Values(Rows[0]);
        foreach (string name in new[] { "map_energy", "map_rank", "map_emd", "divergence", "human_spearman", "auroc" })
            double.IsNaN(values[name]).Should().BeTrue(name);
    }

    [Fact]
    public void Curves_are_those_of_the_soft_loss()
    {
        CellCurves curves = new TestedCell(Rows).Curves(new CompareCell("scenes", "saaa", "aul", 3), [new CurveEpoch(1, 0.5, 0.6)]);
        curves.Risk.Should().HaveCount(100);
        curves.Risk[^1].Should().BeApproximately(0.45, 1e-12);
        curves.Risk[0].Should().Be(0);
        curves.Reliability.Sum(b => b.Weight).Should().BeApproximately(1, 1e-12);
        curves.Points.Should().HaveCount(4);
    }

    [Fact]
    public void Without_answers_there_is_nothing_to_measure()
    {
        var create = () => new TestedCell([Result(double.NaN, 0.1, 0.1, 0, "")]);
        create.Should().Throw<UcamException>();
    }
}
