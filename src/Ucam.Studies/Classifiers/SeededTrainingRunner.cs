using Ucam.Studies.Comparison;
using Ucam.Studies.Comparison.Judging;
using Ucam.Studies.Comparison.Metrics;
using Ucam.Vqa;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Training;

namespace Ucam.Studies.Classifiers;

/// <summary>Trains and tests on one thread.</summary>
internal sealed class SeededTrainingRunner(ClassifierRecipe recipe, ClassifierData data, CompareOptions? options = null)
{
    /// <summary>The cells of the training's variants, and what judges say of its network where they are asked.</summary>
    /// <exception cref="UcamException">The loss diverged, or judges are asked and have too few validation photographs.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; it starts anew in the next run.</exception>
    public (IReadOnlyList<ClassifierCell> Cells, IReadOnlyList<JudgedRow> Judged) Run(SeededTraining training, bool isJudged,
        CancellationToken cancel)
    {
        using TrainedClassifier trained = TrainedClassifier.Train(recipe, data, training, cancel, Told(training));
        IReadOnlyList<JudgedRow> judged =
            isJudged ? new ClassifierJudging(data, trained.First, recipe.Evaluation.Passes).Run(training.Judged, cancel) : [];
        if (training.Variants.Count == 0) return ([], judged);
        using var tester = new ClassifierTester(recipe, data, trained, cancel);
        return ([.. training.Variants.Select(variant => Cell(training, trained, tester, variant, cancel))], judged);
    }

    private TrainerOptions? Told(SeededTraining training) => options is null ? null : new TrainerOptions
    { FaultsPath = Path.Combine(options.Folder, $"not-finite.{training.Training.Name}.{training.Seed}.json"), Tell = options.Log };

    private static ClassifierCell Cell(SeededTraining training, TrainedClassifier trained, ClassifierTester tester, ClassifierVariant variant,
        CancellationToken cancel)
    {
        ClassifierResults results = tester.Test(variant, training.Seed, cancel);
        var rows = new List<CompareRow>();
        var curves = new List<CellCurves>();
        foreach ((string set, IReadOnlyList<QuestionResult> of) in Pooled(results))
        {
            var tested = new TestedCell(of)
            {
                PlaceOf = ClassScorer.IndexOf,
                Training = new CellTraining(trained.Epochs, trained.Seconds, results.Rate, trained.Parameters),
                Unfamiliar = set == ClassifierSet.Whole ? results.Unfamiliar : null,
            };
            CompareCell cell = training.Cell(variant) with { Set = set };
            rows.Add(cell.Row(MetricCatalog.Measure(tested)));
            if (!ClassifierSet.Corruptions.Contains(set)) curves.Add(tested.Curves(cell, CellTraining.Curve(trained.Epochs)));
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
}
