using System.Text.Json;
using System.Text.Json.Serialization;
using Ucam.Metrics;
using Ucam.Vqa.Text;

namespace Ucam.Vqa.Models;

/// <summary>The threshold of the questions of one form.</summary>
/// <param name="Form">Their kind, or their first words; empty for questions of no other form.</param>
/// <param name="Threshold">Answers of at most this score are in the set; null where every answer is.</param>
/// <param name="Questions">Held-out questions of the form.</param>
internal sealed record FormThreshold(string Form, double? Threshold, int Questions);

/// <summary>
/// Which answers go together so that the right one is among them as often as promised, over questions of each form that has a threshold
/// of its own (conformal prediction, Mondrian): plain data, which checkpoints carry as JSON.
/// </summary>
/// <param name="Score">How badly an answer fits: the name of a conformal score.</param>
/// <param name="Parameters">The parameters of the score, in its order.</param>
/// <param name="Alpha">Share of questions whose right answer may be missed, in (0,1).</param>
/// <param name="Threshold">The threshold of all questions together, for forms without one; null where every answer is in.</param>
/// <param name="Questions">Held-out questions that it was taken from.</param>
/// <param name="Forms">The thresholds by form.</param>
internal sealed record AnswerSets(string Score, IReadOnlyList<double> Parameters, double Alpha, double? Threshold, int Questions,
    IReadOnlyList<FormThreshold> Forms)
{
    /// <summary>Tells a question's form, where the held-out questions had known kinds; empty where forms are first words.</summary>
    public IReadOnlyList<QuestionNode> Tree { get; init; } = [];

    // Fewer questions leave a form's share of misses to chance.
    private const int FewestOfForm = 200;

    private readonly Lazy<IConformalScore> _score = new(() => ScoreOf(Score, Parameters));
    private readonly Lazy<Dictionary<string, double?>> _thresholds = new(() => Forms.ToDictionary(form => form.Form, form => form.Threshold));
    private Func<string, string>? _formOf;

    /// <summary>How often a set holds the right answer, in (0,1).</summary>
    [JsonIgnore]
    public double Coverage => 1 - Alpha;

    /// <summary>Thresholds from held-out questions.</summary>
    /// <param name="score">The score, with its parameters.</param>
    /// <param name="alpha">Share of questions whose right answer may be missed, in (0,1).</param>
    /// <param name="rows">p̄ over the answers, one row a question.</param>
    /// <param name="labels">The right answer of each; −1 for one that the model does not have.</param>
    /// <param name="asked">The questions and their kinds; with fewer than two kinds their first words tell them apart. Groups depend on
    /// these alone and not on what the model answers.</param>
    public static AnswerSets Fit(IConformalScore score, double alpha, IReadOnlyList<double[]> rows, int[] labels,
        (IReadOnlyList<string> Questions, IReadOnlyList<string> Kinds) asked)
    {
        bool hasKinds = asked.Kinds.Where(kind => kind.Length > 0).Distinct().Take(2).Count() == 2;
        IReadOnlyList<QuestionNode> tree = hasKinds ? QuestionTree.Learn(asked.Questions, asked.Kinds) : [];
        Func<string, string> formOf = hasKinds ? new QuestionTree(tree).Of : QuestionForms.Learn(asked.Questions, FewestOfForm).Of;
        double[] scores = ConformalCalibration.Scores(score, rows, labels, seed: null);
        ConformalThresholds found = ConformalCalibration.Mondrian(scores, [.. asked.Questions.Select(formOf)], alpha, FewestOfForm);
        return new AnswerSets(score.Name, ParametersOf(score), alpha, found.Threshold, found.Questions,
            [.. found.Groups.Where(group => group.Value.Source == ThresholdSource.Group).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new FormThreshold(group.Key, group.Value.Threshold, group.Value.Questions))])
        { Tree = tree };
    }

    /// <summary>The answers of a question's set by their numbers, the most probable first; never empty.</summary>
    /// <param name="mean">p̄ over the answers.</param>
    /// <param name="question">The question.</param>
    public int[] Of(ReadOnlySpan<float> mean, string question) => ConformalSets.Of(_score.Value, Row(mean), ThresholdFor(question));

    /// <summary>The threshold of a question's form, or that of all.</summary>
    public double? ThresholdFor(string question)
    {
        _formOf ??= Tree.Count > 0 ? new QuestionTree(Tree).Of : new QuestionForms(Forms.Select(form => form.Form)).Of;
        return _thresholds.Value.TryGetValue(_formOf(question), out double? own) ? own : Threshold;
    }

    /// <summary>p̄ as probabilities: rounding can leave a single one a little above 1.</summary>
    public static double[] Row(ReadOnlySpan<float> mean)
    {
        var row = new double[mean.Length];
        for (int k = 0; k < row.Length; k++) row[k] = Math.Clamp((double)mean[k], 0, 1);
        return row;
    }

    /// <exception cref="JsonException">A part makes no sense.</exception>
    public void Check()
    {
        // The reader leaves null what a damaged name no longer names.
        if (Forms is null || Tree is null || Parameters is null || Score is null) throw new JsonException("a part of the answer sets is missing");
        if (Forms.Contains(null!) || Tree.Contains(null!)) throw new JsonException("an entry of the answer sets is null");
        if (!(Alpha is > 0 and < 1) || Questions < 0 || Forms.Any(form => form.Questions < 0))
            throw new JsonException("the answer sets make no sense");
        if (Forms.Select(form => form.Form).Distinct().Count() != Forms.Count) throw new JsonException("a form of questions is there twice");
        if (Forms.Select(form => form.Threshold).Append(Threshold).Any(threshold => threshold is { } value && !double.IsFinite(value)))
            throw new JsonException("a threshold of the answer sets is no number");
        if (!QuestionTree.IsWhole(Tree)) throw new JsonException("the tree of questions is broken");
        _ = ScoreOf(Score, Parameters);
    }

    private static double[] ParametersOf(IConformalScore score) => score switch
    {
        RapsScore raps => [raps.Penalty, raps.Free],
        SapsScore saps => [saps.Weight],
        _ => [],
    };

    private static IConformalScore ScoreOf(string name, IReadOnlyList<double> parameters)
    {
        try
        {
            return (name, parameters.Count) switch
            {
                ("LAC", 0) => new LacScore(),
                ("APS", 0) => new ApsScore(),
                ("RAPS", 2) => new RapsScore(parameters[0], checked((int)parameters[1])),
                ("SAPS", 1) => new SapsScore(parameters[0]),
                _ => throw new JsonException($"'{name}' with {parameters.Count} parameters is no score of answer sets"),
            };
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            throw new JsonException("a parameter of the answer sets is out of range", e);
        }
    }
}
