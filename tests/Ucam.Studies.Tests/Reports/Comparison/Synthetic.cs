using Ucam.Studies.Tests.Comparison;

namespace Ucam.Studies.Tests.Reports.Comparison;

/// <summary>
/// Rows whose truth is known: a base value of each metric, a shift a method, a shift a seed that all variants of the seed share
/// (what pairing takes out), a little noise of the cell, and the effect of a variant.
/// </summary>
internal static class Synthetic
{
    public static readonly string[] Methods = ["saaa", "san", "mcb", "mlb", "mutan", "ban"];
    public static readonly string[] Variants = ["baseline", "aul", "pul", "a-gca", "p-gca"];

    public const double Noise = 0.004;

    /// <summary>Bases of the metrics.</summary>
    public static readonly Dictionary<string, double> Bases = new()
    {
        ["accuracy"] = 0.62,
        ["nll"] = 1.31,
        ["auroc"] = 0.72,
        ["aurc"] = 0.21,
        ["augrc"] = 0.13,
        ["map_energy_ratio"] = 1.9,
    };

    /// <summary>Rows of one set; the effect takes variant, method and metric to what is added.</summary>
    public static List<CompareRow> Rows(Func<string, string, string, double> effect, string[]? methods = null, string[]? variants = null,
        int seeds = 5, string set = "scenes",
        IReadOnlyDictionary<string, double>? bases = null, int noise = 7)
    {
        var random = new Random(noise);
        var rows = new List<CompareRow>();
        foreach (string method in methods ?? Methods)
        {
            double ofMethod = 0.02 * random.NextDouble();
            for (int seed = 1; seed <= seeds; seed++)
            {
                double ofSeed = 0.02 * random.NextDouble();
                foreach (string variant in variants ?? Variants)
                {
                    var values = (bases ?? Bases)
                        .Select(b => (b.Key, b.Value + ofMethod + ofSeed + Noise * (random.NextDouble() - 0.5) + effect(variant, method, b.Key)));
                    rows.Add(Cells.Row(set, method, variant, seed, [.. values]));
                }
            }
        }
        return rows;
    }

    /// <summary>Nothing differs but noise.</summary>
    public static double None(string variant, string method, string metric) => 0;

    /// <summary>P-GCA is better in AUROC, AURC and AUGRC by five times the noise; AUL is worse by as much; the others do not differ.</summary>
    public static double RealAndLoss(string variant, string method, string metric)
    {
        double good = metric switch { "auroc" => 0.02, "aurc" or "augrc" => -0.02, _ => 0 };
        return variant switch { "p-gca" => good, "aul" => -good, _ => 0 };
    }
}
