using Ucam.Studies.Comparison;
using Ucam.Studies.Comparison.Judging;

namespace Ucam.Studies.Tests.Comparison.Judging;

/// <summary>Judged rows for tests.</summary>
internal static class JudgedExamples
{
    public static JudgedRow Row(string method, int seed, string judge, double auroc, double aurc)
    {
        var values = new OrderedDictionary<string, double>();
        foreach (CompareMetric metric in JudgedMetrics.All) values[metric.Name] = 0.5;
        (values["questions"], values["auroc"], values["aurc"]) = (100, auroc, aurc);
        return new JudgedRow(new CompareCell("scenes", method, "baseline", seed), judge, values);
    }
}
