using Ucam.Studies.Comparison;
using Ucam.Vqa;
using Ucam.Vqa.Datasets;

namespace Ucam.Studies.Classifiers;

/// <summary>Trains and tests on one thread.</summary>
internal sealed class SeededTrainingRunner(ClassifierRecipe recipe, ClassifierData data)
{
    /// <summary>The cells of the training's variants.</summary>
    /// <exception cref="UcamException">The loss diverged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; it starts anew in the next run.</exception>
    public IReadOnlyList<ClassifierCell> Run(SeededTraining training, CancellationToken cancel)
    {
        using TrainedClassifier trained = TrainedClassifier.Train(recipe, data, training, cancel);
        using var tester = new ClassifierTester(recipe, data, trained, cancel);
        return [.. training.Variants.Select(variant => Cell(training, trained, tester, variant, cancel))];
    }

    private static ClassifierCell Cell(SeededTraining training, TrainedClassifier trained, ClassifierTester tester, ClassifierVariant variant,
        CancellationToken cancel)
    {
        ClassifierResults results = tester.Test(variant, training.Seed, cancel);
        var rows = new List<CompareRow>();
        var curves = new List<CellCurves>();
        foreach ((string set, IReadOnlyList<QuestionResult> of) in Pooled(results))
        {
            var metrics = new CellMetrics(of);
            Dictionary<string, double> values = metrics.Values(ClassScorer.IndexOf);
            CellTraining.Add(values, trained.Epochs, trained.Seconds, results.Rate, trained.Parameters);
            if (set == ClassifierSet.Whole) values["ood_auroc"] = Unfamiliar(of, results.Unfamiliar);
            CompareCell cell = training.Cell(variant) with { Set = set };
            rows.Add(new CompareRow { Set = set, Method = cell.Method, Variant = cell.Variant, Seed = cell.Seed, Values = values });
            if (!ClassifierSet.Corruptions.Contains(set)) curves.Add(metrics.Curves(cell, CellTraining.Curve(trained.Epochs)));
        }
        return new ClassifierCell(variant, rows, curves);
    }

    /// <summary>Every set, and for each severity all corruptions in one.</summary>
    private static IEnumerable<(string Set, IReadOnlyList<QuestionResult> Results)> Pooled(ClassifierResults results)
    {
        foreach ((ClassifierSet set, IReadOnlyList<QuestionResult> of) in results.Sets) yield return (set.Name, of);
        for (int severity = 1; severity <= PictureShifts.Severities; severity++)
        {
            HashSet<string> parts = [.. PictureShifts.Corruptions.Select(c => c.At(severity).Name)];
            yield return (ClassifierSet.Severity(severity), [.. results.Sets.Where(s => parts.Contains(s.Set.Part)).SelectMany(s => s.Results)]);
        }
    }

    private static double Unfamiliar(IReadOnlyList<QuestionResult> familiar, IReadOnlyList<double> unfamiliar)
    {
        double[] doubts = [.. familiar.Select(r => r.Predictive), .. unfamiliar];
        bool[] strange = [.. familiar.Select(_ => false), .. unfamiliar.Select(_ => true)];
        return RankingMetrics.Auroc(doubts, strange);
    }
}
