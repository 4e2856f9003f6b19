using System.Diagnostics;
using Ucam.Vqa.Datasets.BuiltIn.Photos;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Studies.Classifiers;

/// <summary>The networks of a training on the shared trunk, one or, in an ensemble, several. Their input is the trunk's features.</summary>
internal sealed class TrainedClassifier : IDisposable
{
    private const int RowsAtOnce = 250;

    private readonly List<(ResidualClassifier Tail, VarianceHead Variance)> _members = [];
    private readonly List<PooledMember> _classifiers = [];
    private readonly bool _doubts;

    private readonly TrainerOptions? _told;

    private TrainedClassifier(bool doubts, TrainerOptions? told) => (_doubts, _told) = (doubts, told);

    /// <summary>The first network's epochs.</summary>
    public IReadOnlyList<EpochMetrics> Epochs { get; private set; } = [];

    /// <summary>Time to train all networks.</summary>
    public double Seconds { get; private set; }

    /// <summary>Trained numbers of all networks.</summary>
    public long Parameters => _members.Sum(m => m.Tail.parameters().Concat(m.Variance.parameters()).Sum(p => p.numel()));

    /// <summary>Each network from pooled vectors on: those of all networks side by side (B,M·D) → logits (B,K).</summary>
    public IReadOnlyList<Module<Tensor, Tensor>> Classifiers => _classifiers;

    /// <summary>The first network.</summary>
    public ResidualClassifier First => _members[0].Tail;

    /// <summary>Trains from fresh weights; what it is does not depend on what else runs.</summary>
    /// <exception cref="UcamException">Something was not finite.</exception>
    public static TrainedClassifier Train(ClassifierRecipe recipe, ClassifierData data, SeededTraining job, CancellationToken cancel,
        TrainerOptions? told = null)
    {
        HeadRecipe training = recipe.TrainingOf(job.Training);
        var trained = new TrainedClassifier(training.Loss != LossKind.CrossEntropy, told);
        try
        {
            for (int member = 0; member < job.Training.Members; member++)
                trained.Add(recipe, training, job.Training.SeedOf(job.Seed, member), job.Training.PeoplesTargets
                    ? data.People : data.Labels, data.Validation, cancel);
            return trained;
        }
        catch
        {
            trained.Dispose();
            throw;
        }
    }

    /// <summary>The pooled vectors of pictures, those of all networks side by side, (N,M·D); the caller disposes.</summary>
    public Tensor Pooled(FeatureFile features, CancellationToken cancel)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        foreach (int[] rows in Enumerable.Range(0, features.Count).Chunk(RowsAtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            using var chunk = NewDisposeScope();
            Tensor input = features.Read(rows);
            parts.Add(cat([.. _members.Select(m => ResidualClassifier.Pool(m.Tail.Look(input)))], 1).MoveToOuterDisposeScope());
        }
        return cat(parts).MoveToOuterDisposeScope();
    }

    /// <summary>σ² of each pooled vector, dropout off, by the first network; NaN where its loss did not train the variance head.</summary>
    public float[] Variances(Tensor pooled)
    {
        if (!_doubts) return [.. Enumerable.Repeat(float.NaN, (int)pooled.shape[0])];
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        (ResidualClassifier tail, VarianceHead variance) = _members[0];
        return [.. variance.call(tail.Classify(pooled)).data<float>()];
    }

    public void Dispose()
    {
        foreach (PooledMember classifier in _classifiers) classifier.Dispose();
        foreach ((ResidualClassifier tail, VarianceHead variance) in _members)
        {
            tail.Dispose();
            variance.Dispose();
        }
    }

    private void Add(ClassifierRecipe recipe, HeadRecipe training, int seed, TargetedFeatures data, TargetedFeatures validation,
        CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        (ResidualClassifier tail, VarianceHead variance) =
            SeededWeights.Create(seed, () => (Trunk.NewTail(recipe), new VarianceHead(PhotoClasses.Count)));
        _members.Add((tail, variance));
        IReadOnlyList<EpochMetrics> epochs = new TailTrainer(tail, variance, training, seed, _told).Train(data, validation, cancel);
        if (Epochs.Count == 0) Epochs = epochs;
        Seconds += watch.Elapsed.TotalSeconds;
        _classifiers.Add(new PooledMember(tail, _classifiers.Count));
    }
}

/// <summary>One network of several from its pooled vector on.</summary>
internal sealed class PooledMember : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _classifier;
    private readonly long _from, _width;

    public PooledMember(ResidualClassifier tail, int index) : base(nameof(PooledMember))
    {
        _classifier = tail.Classifier;
        _width = tail.Last.weight.shape[1];
        _from = index * _width;
        RegisterComponents();
    }

    public override Tensor forward(Tensor pooled)
    {
        using var scope = NewDisposeScope();
        return _classifier.call(pooled.narrow(1, _from, _width)).MoveToOuterDisposeScope();
    }
}
