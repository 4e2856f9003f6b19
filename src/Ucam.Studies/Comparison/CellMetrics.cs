using Ucam.Vqa;
using Ucam.Vqa.Evaluation;

namespace Ucam.Studies.Comparison;

/// <summary>The numbers and curves of a cell from its test results. Scores are soft: an answer that some people gave is partly right.</summary>
internal sealed class CellMetrics
{
    private const double Risk = 0.05;
    private readonly QuestionResult[] _rows;
    private readonly double[] _doubt, _loss, _score, _confidence, _surprise;

    /// <exception cref="UcamException">No result has answers to compare with.</exception>
    public CellMetrics(IReadOnlyList<QuestionResult> results)
    {
        _rows = [.. results.Where(r => r.Truth.Length > 0)];
        if (_rows.Length == 0) throw new UcamException("No question of the test set has answers to compare with.");
        _doubt = [.. _rows.Select(r => r.Predictive)];
        _score = [.. _rows.Select(r => r.Accuracy)];
        _loss = [.. _rows.Select(r => 1 - r.Accuracy)];
        _confidence = [.. _rows.Select(r => r.Probability)];
        _surprise = [.. _rows.Select(r => r.Surprise)];
    }

    /// <summary>Metric name → value (<see cref="MetricCatalog"/>); NaN where the set does not know what it takes.</summary>
    /// <exception cref="UcamException">A metric was added under the name of one of these.</exception>
    public Dictionary<string, double> Values(Func<string, int> indexOf)
    {
        Dictionary<string, double> values = Own(indexOf);
        foreach ((string name, double value) in EvaluationMetrics.Values(_rows))
        {
            if (MetricCatalog.IsOwn(name))
                throw new UcamException($"Comparisons have a metric '{name}' of their own; give yours another name.") { Field = name };
            values[name] = value;
        }
        return values;
    }

    private Dictionary<string, double> Own(Func<string, int> indexOf) => new()
    {
        ["accuracy"] = _score.Average(),
        ["nll"] = _surprise.Average(),
        ["brier"] = Mean(r => r.Brier),
        ["ece"] = Calibration.Ece(_confidence, _score),
        ["ece_mass"] = Calibration.Ece(_confidence, _score, kind: BinKind.EqualMass),
        ["ece_classwise"] = ClasswiseEce(indexOf),
        ["auroc"] = RankingMetrics.Auroc(_doubt, _loss),
        ["aupr"] = RankingMetrics.AveragePrecision(_doubt, _loss),
        ["aurc"] = SelectivePrediction.Aurc(_doubt, _loss),
        ["e_aurc"] = SelectivePrediction.ExcessAurc(_doubt, _loss),
        ["augrc"] = SelectivePrediction.Augrc(_doubt, _loss),
        ["coverage_at_5"] = SelectivePrediction.CoverageAtRisk(_doubt, _loss, Risk),
        ["pearson"] = Correlation.Pearson(_doubt, _surprise),
        ["spearman"] = Correlation.Spearman(_doubt, _surprise),
        ["human_spearman"] = ResultStatistics.HumanSpearman(_rows, r => r.Aleatoric),
        ["divergence"] = Mean(r => r.Divergence),
        ["js"] = Mean(r => r.JensenShannon),
        ["map_energy"] = Mean(r => r.MapEnergy),
        ["map_energy_ratio"] = Mean(r => r.AttentionRatio),
        ["pointing"] = Mean(r => r.Pointing),
        ["map_rank"] = Mean(r => r.MapRank),
        ["map_emd"] = Mean(r => r.MapDistance),
        ["predictive"] = _doubt.Average(),
        ["aleatoric"] = Mean(r => r.Aleatoric),
        ["epistemic"] = Mean(r => r.Epistemic),
        ["variance"] = Mean(r => r.LogitVariance),
    };

    /// <summary>What the plots are drawn from.</summary>
    public CellCurves Curves(CompareCell cell, IReadOnlyList<CurveEpoch> learning) => new()
    {
        Set = cell.Set,
        Method = cell.Method,
        Variant = cell.Variant,
        Seed = cell.Seed,
        Risk = SelectivePrediction.RiskAtCoverage(_doubt, _loss,
            [.. Enumerable.Range(1, CellCurves.Coverages).Select(i => (double)i / CellCurves.Coverages)]),
        Reliability = [.. Calibration.ReliabilityDiagram(_confidence, _score, CellCurves.Bins)
            .Select(b => b.Count == 0 ? new CurveBin(0, 0, 0) : new CurveBin(b.Confidence, b.Accuracy, (double)b.Count / _rows.Length))],
        Points = [.. Sample().Select(i => new CurvePoint(_doubt[i], _surprise[i], _score[i]))],
        Learning = learning,
    };

    // Evenly spaced over the set's order, so that every cell shows the same questions.
    private IEnumerable<int> Sample()
    {
        int count = Math.Min(CellCurves.MaximumPoints, _rows.Length);
        return Enumerable.Range(0, count).Select(i => (int)((long)i * _rows.Length / count));
    }

    private double ClasswiseEce(Func<string, int> indexOf)
    {
        var probabilities = new List<double[]>();
        var labels = new List<int>();
        foreach (QuestionResult row in _rows)
        {
            int label = indexOf(row.Truth);
            if (label < 0 || row.Distribution is not { } distribution) continue;
            probabilities.Add([.. distribution.Select(p => (double)p)]);
            labels.Add(label);
        }
        return probabilities.Count == 0 ? double.NaN : Calibration.ClasswiseEce(probabilities, labels.ToArray());
    }

    private double Mean(Func<QuestionResult, double> value) => ResultStatistics.Mean(_rows, value);
}
