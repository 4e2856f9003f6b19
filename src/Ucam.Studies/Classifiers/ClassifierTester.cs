using System.Diagnostics;
using Ucam.Numbers;
using Ucam.Uncertainty.Estimators;
using Ucam.Vqa;
using Ucam.Vqa.Datasets.BuiltIn.Photos;
using static TorchSharp.torch;

namespace Ucam.Studies.Classifiers;

/// <summary>What a variant said of the test sets.</summary>
/// <param name="Sets">The sets with a result a photograph.</param>
/// <param name="Unfamiliar">H[p̄] of each picture that belongs to no class, nats.</param>
/// <param name="Rate">Pictures a second, the last stage and the estimator together.</param>
internal sealed record ClassifierResults(IReadOnlyList<(ClassifierSet Set, IReadOnlyList<QuestionResult> Results)> Sets,
    IReadOnlyList<double> Unfamiliar, double Rate);

/// <summary>Tests trained networks by any estimator: the last stage runs once over each picture, estimators work on its pooled vectors.</summary>
internal sealed class ClassifierTester : IDisposable
{
    private const int RowsAtOnce = 500, MaskStream = -1;

    private readonly ClassifierRecipe _recipe;
    private readonly ClassifierData _data;
    private readonly TrainedClassifier _trained;
    private readonly Tensor[] _tests;
    private readonly Tensor _training, _validation, _unfamiliar;
    private readonly double _seconds;

    /// <summary>Runs the last stage over all pictures.</summary>
    public ClassifierTester(ClassifierRecipe recipe, ClassifierData data, TrainedClassifier trained, CancellationToken cancel)
    {
        (_recipe, _data, _trained) = (recipe, data, trained);
        _training = trained.Pooled(data.Labels.Features, cancel).DetachFromDisposeScope();
        _validation = trained.Pooled(data.Validation.Features, cancel).DetachFromDisposeScope();
        var watch = Stopwatch.StartNew();
        _tests = [.. data.Tests.Select(set => trained.Pooled(set.Features, cancel).DetachFromDisposeScope())];
        _unfamiliar = trained.Pooled(data.Unfamiliar, cancel).DetachFromDisposeScope();
        _seconds = watch.Elapsed.TotalSeconds;
    }

    /// <summary>Tests one variant.</summary>
    public ClassifierResults Test(ClassifierVariant variant, int seed, CancellationToken cancel)
    {
        using var noise = new Generator((ulong)Seeds.Mix(seed, MaskStream));
        using var scope = NewDisposeScope();
        IUncertaintyEstimator estimator = UncertaintyEstimators.Create(variant.Estimator, Setup(variant.Estimator, noise));
        try
        {
            var watch = Stopwatch.StartNew();
            var sets = new List<(ClassifierSet, IReadOnlyList<QuestionResult>)>();
            for (int i = 0; i < _tests.Length; i++) sets.Add((_data.Tests[i], Results(estimator, _data.Tests[i], _tests[i], cancel)));
            double[] unfamiliar = [.. Estimates(estimator, _unfamiliar, cancel).SelectMany(e => e.Predictive).Select(h => (double)h)];
            long pictures = _tests.Sum(t => t.shape[0]) + _unfamiliar.shape[0];
            return new ClassifierResults(sets, unfamiliar, pictures / (_seconds + watch.Elapsed.TotalSeconds));
        }
        finally
        {
            (estimator as IDisposable)?.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (Tensor pooled in _tests.Append(_training).Append(_validation).Append(_unfamiliar)) pooled.Dispose();
    }

    private EstimatorSetup Setup(string estimator, Generator noise) => new()
    {
        Network = _trained.Classifiers[0],
        Members = _trained.Classifiers,
        Dropout = new MonteCarloDropoutOptions { Passes = _recipe.Evaluation.Passes },
        Features = pooled => pooled,
        Last = _trained.First.Last,
        Training = estimator == LastLayerLaplace.Key ? [.. _training.split(RowsAtOnce)] : [],
        HeldOut = [(_validation, tensor(_data.Validation.Targets, [_validation.shape[0], PhotoClasses.Count]))],
        Noise = noise,
    };

    private QuestionResult[] Results(IUncertaintyEstimator estimator, ClassifierSet set, Tensor pooled, CancellationToken cancel)
    {
        var results = new List<QuestionResult>(set.Photos.Length);
        float[] variances = _trained.Variances(pooled);
        foreach (Estimate estimate in Estimates(estimator, pooled, cancel))
            for (int i = 0; i < estimate.Predictive.Length; i++)
            {
                QuestionResult scored =
                    ClassScorer.Score(_data.Archive, set.Photos[results.Count], set.AsAsked,
                    estimate.Probabilities.AsSpan(i * PhotoClasses.Count, PhotoClasses.Count));
                results.Add(scored with
                {
                    Predictive = estimate.Predictive[i],
                    Aleatoric = estimate.Expected[i],
                    Epistemic = estimate.Predictive[i] - estimate.Expected[i],
                    LogitVariance = variances[results.Count],
                });
            }
        return [.. results];
    }

    private static IEnumerable<Estimate> Estimates(IUncertaintyEstimator estimator, Tensor pooled, CancellationToken cancel)
    {
        for (long start = 0; start < pooled.shape[0]; start += RowsAtOnce)
        {
            cancel.ThrowIfCancellationRequested();
            yield return Estimate.Of(estimator, pooled, start, Math.Min(RowsAtOnce, pooled.shape[0] - start));
        }
    }

    /// <summary>An estimate as plain numbers. One model alone knows no epistemic part: all its doubt counts as aleatoric.</summary>
    private sealed record Estimate(float[] Probabilities, float[] Predictive, float[] Expected)
    {
        public static Estimate Of(IUncertaintyEstimator estimator, Tensor pooled, long start, long count)
        {
            using var scope = NewDisposeScope();
            UncertaintyBatch batch = estimator.Estimate(pooled.narrow(0, start, count));
            return new(Numbers(batch.Probabilities), Numbers(batch.PredictiveEntropy), Numbers(batch.ExpectedEntropy ?? batch.PredictiveEntropy));
        }

        private static float[] Numbers(Tensor tensor) => [.. tensor.to(ScalarType.Float32).contiguous().data<float>()];
    }
}
