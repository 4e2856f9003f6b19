using Ucam.Metrics;
namespace Ucam.Vqa.Evaluation;

/// <summary>Statistics over the questions for which a set knows what they take.</summary>
internal static class ResultStatistics
{
    /// <summary>Mean of the finite values; NaN for none.</summary>
    public static double Mean(IEnumerable<QuestionResult> rows, Func<QuestionResult, double> value) =>
        rows.Select(value).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    /// <summary>Spearman's correlation of a doubt with the people's answer entropy; NaN for fewer than two questions.</summary>
    public static double HumanSpearman(IEnumerable<QuestionResult> rows, Func<QuestionResult, double> doubt) =>
        Spearman(rows, doubt, r => r.HumanEntropy);

    /// <summary>The same with how unsure people said to be of their answers.</summary>
    public static double UnsureSpearman(IEnumerable<QuestionResult> rows, Func<QuestionResult, double> doubt) =>
        Spearman(rows, doubt, r => r.PeopleUnsure);

    private static double Spearman(IEnumerable<QuestionResult> rows, Func<QuestionResult, double> doubt, Func<QuestionResult, double> people)
    {
        QuestionResult[] known = [.. rows.Where(r => double.IsFinite(people(r)))];
        return known.Length < 2 ? double.NaN : Correlation.Spearman([.. known.Select(doubt)], [.. known.Select(people)]);
    }
}
