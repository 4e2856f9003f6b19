using Ucam.Studies;

namespace Ucam.Testing;

/// <summary>Folders of runs as trainings and comparisons leave them.</summary>
internal static class RunFolders
{
    private const string Head = "stage,epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,logit_variance";

    /// <summary>A training that has come so far.</summary>
    public static void Training(string folder, int epochs)
    {
        Directory.CreateDirectory(folder);
        IEnumerable<string> lines = Enumerable.Range(1, epochs).Select(e => FormattableString.Invariant($"head,{e},{1.0 / e},{0.5 + e / 100.0},{1.1 / e},{0.4 + e / 100.0},"));
        File.WriteAllText(Path.Combine(folder, "metrics.csv"), string.Join('\n', lines.Prepend(Head)) + "\n");
    }

    /// <summary>A comparison with some finished cells and one that is being trained.</summary>
    public static void Comparison(string folder, int cells)
    {
        foreach (string part in new[] { "rows", "curves", "work-scenes.san.baseline.9-1-2" }) Directory.CreateDirectory(Path.Combine(folder, part));
        File.WriteAllText(Path.Combine(folder, "comparison.json"), "{}");
        File.WriteAllText(Path.Combine(folder, "work-scenes.san.baseline.9-1-2", "head.state.json"),
            """{"Stage":"head","Fingerprint":"B2","Epoch":15,"Best":0.7,"BestEpoch":14}""");
        for (int seed = 1; seed <= cells; seed++) Cell(folder, seed);
    }

    /// <summary>A finished cell.</summary>
    public static void Cell(string folder, int seed)
    {
        CellCurvesFile.Write(Path.Combine(folder, "curves"), new CellCurves
        {
            Set = "scenes",
            Method = "san",
            Variant = "baseline",
            Seed = seed,
            Risk = [.. Enumerable.Repeat(0.1, CellCurves.Coverages)],
            Reliability = [.. Enumerable.Range(0, CellCurves.Bins).Select(bin => new CurveBin(bin == 0 ? 0.05 : 0, 0, bin == 0 ? 1 : 0))],
            Points = [],
            Learning = [.. Enumerable.Range(1, 5).Select(e => new CurveEpoch(e, 1.0 / e, 0.5 + e * 0.05))],
        });
        File.WriteAllText(Path.Combine(folder, "rows", $"scenes.san.baseline.{seed}.csv"), $"set,method,variant,seed,accuracy\nscenes,san,baseline,{seed},0.75\n");
    }
}
