using System.Text.Json;
using System.Text.Json.Serialization;
using Ucam.Datasets;
using Ucam.Features;
using Ucam.Models;
using Ucam.Text;
using Ucam.Training;
using static TorchSharp.torch;

namespace Ucam.Evaluation;

/// <summary>The stages that every run is made of; each can be resumed.</summary>
/// <param name="recipe">What to do.</param>
/// <param name="options">Where.</param>
/// <param name="data">What the run works on, where the recipe does not say it.</param>
internal sealed class RunStages(Recipe recipe, RunOptions options, string data = "")
{
    private const int FamiliarityPictures = 4000;
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Tells runs of different recipes, seeds and data apart.</summary>
    public string Fingerprint { get; } = RunFolder.Fingerprint(JsonSerializer.Serialize(recipe, Json) + data + (options.Limit is { } limit ? $"limit {limit}" : ""));

    /// <exception cref="UcamException">The set has fewer words or answers than a model can be made of.</exception>
    public VqaConfig Configure(IVqaSet training) => Configure(recipe, training);

    /// <exception cref="UcamException">As above.</exception>
    public static VqaConfig Configure(Recipe recipe, IVqaSet training)
    {
        var config = new VqaConfig
        {
            Name = recipe.Name,
            Backbone = recipe.Backbone.Options,
            Model = recipe.Model,
            Words = QuestionVocabulary.Build(training.Items.Select(i => i.Question)).Words,
            Answers = AnswerVocabulary.Build(training.Items.SelectMany(i => i.Answers), recipe.Training.Answers).Answers,
        };
        Checkpoint.CheckVocabulary(config, training.Name, "train on more questions");
        return config;
    }

    public FeatureFile Features(VqaNetwork network, IVqaSet set, string split, CancellationToken cancel)
    {
        string path = Path.Combine(options.Folder, $"features-{split}.{Fingerprint}.safetensors");
        if (!options.Resume || !File.Exists(path)) FeatureExtractor.Extract(network.Backbone, set, path, options.Resume, options.Progress, cancel);
        options.Log($"features: {set.PictureCount} {split} pictures");
        return FeatureFile.Open(path);
    }

    /// <summary>Trains the head on frozen features, by the recipe or by <paramref name="fit"/>, and records it as a stage of that name.</summary>
    public void TrainHead(VqaNetwork network, EncodedQuestions train, IPictureFeatures trainFeatures, EncodedQuestions validation, IPictureFeatures validationFeatures,
        CancellationToken cancel, string stage = "head", FitRecipe? fit = null)
    {
        HeadRecipe head = recipe.Training with { Fit = fit ?? recipe.Training.Fit };
        var metrics = new MetricsFile(Path.Combine(options.Folder, "metrics.csv"));
        if (!options.Resume) metrics.Clear(stage);
        var store = new EpochStore(options.Folder, stage, Fingerprint);
        double best = new HeadTrainer(network, head, head.Fit.Epochs, recipe.Seed, store, stage)
            .Train(train, trainFeatures, validation, validationFeatures, options.Resume, Record(metrics), options.Progress, cancel);
        options.Log($"{stage}: best validation accuracy {best:P2}");
    }

    public Action<EpochMetrics> Record(MetricsFile metrics) => epoch =>
    {
        metrics.Record(epoch);
        options.Log($"{epoch.Stage} epoch {epoch.Epoch}: loss {epoch.TrainLoss:F4}, accuracy {epoch.TrainAccuracy:P2}; "
            + $"validation loss {epoch.ValidationLoss:F4}, accuracy {epoch.ValidationAccuracy:P2} ({epoch.Rate:F0} questions/s)");
    };

    /// <summary>After the head is trained: familiarity, checkpoint, blind model, tests, and the checkpoint again with its results.</summary>
    public RunResult Finish(VqaNetwork network, IPictureFeatures train, IPictureFeatures validation, EncodedQuestions trainQuestions,
        EncodedQuestions validationQuestions, IReadOnlyList<RunPart> tests, CancellationToken cancel)
    {
        network.Familiarity = FitFamiliarity(train, validation);
        network.Freeze();
        string model = options.Output ?? Path.Combine(options.Folder, "model.safetensors");
        Checkpoint.Save(network, model, Provenance([], double.NaN));
        double blind = TrainBlind(network, trainQuestions, validationQuestions, tests[0].Set, cancel);
        List<(string, EvaluationSummary)> summaries = Test(network, tests, cancel);
        Checkpoint.Save(network, model, Provenance(summaries, blind));
        ResultTables.WriteSummaries(Path.Combine(options.Folder, "results.csv"), summaries);
        return new RunResult(model, summaries, blind);
    }

    private double TrainBlind(VqaNetwork seeing, EncodedQuestions train, EncodedQuestions validation, IVqaSet test, CancellationToken cancel)
    {
        if (recipe.Training.BlindEpochs == 0) return double.NaN;
        manual_seed(recipe.Seed);
        using var network = new VqaNetwork(seeing.Config);
        network.To(seeing.Device);
        var store = new EpochStore(options.Folder, "blind", Fingerprint);
        HeadRecipe blind = recipe.Training with { Loss = LossKind.CrossEntropy, Certainty = null };
        var trainer = new HeadTrainer(network, blind, recipe.Training.BlindEpochs, recipe.Seed, store, "blind");
        trainer.Train(train, null, validation, null, options.Resume, _ => { }, options.Progress, cancel);
        double accuracy = trainer.Validate(EncodedQuestions.From(test, network.Words, network.Answers), null, cancel).Accuracy;
        options.Log($"blind model (question only): accuracy {accuracy:P2}");
        return accuracy;
    }

    private static FamiliarityDetector FitFamiliarity(IPictureFeatures train, IPictureFeatures validation)
    {
        using var scope = NewDisposeScope();
        return FamiliarityDetector.Fit(Descriptions(train), Descriptions(validation));
    }

    private static Tensor Descriptions(IPictureFeatures file)
    {
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        int count = Math.Min(FamiliarityPictures, file.Count);
        foreach (int[] rows in Enumerable.Range(0, count).Chunk(250))
        {
            using var chunk = NewDisposeScope();
            parts.Add(FamiliarityDetector.Describe(file.Read(rows)).MoveToOuterDisposeScope());
        }
        return cat(parts).MoveToOuterDisposeScope();
    }

    private List<(string, EvaluationSummary)> Test(VqaNetwork network, IReadOnlyList<RunPart> parts, CancellationToken cancel)
    {
        var summaries = new List<(string, EvaluationSummary)>();
        foreach ((IVqaSet set, IPictureFeatures? features) in parts)
        {
            var evaluation = new EvaluationOptions { Passes = recipe.Evaluation.Passes, Seed = recipe.Seed };
            IReadOnlyList<QuestionResult> results = features is null ? Evaluator.Run(network, set, evaluation, options.Progress, cancel)
                : Evaluator.Run(network, set, features, evaluation, options.Progress, cancel);
            ResultTables.WriteQuestions(Path.Combine(options.Folder, $"questions-{set.Name}.csv"), results);
            summaries.Add((set.Name, EvaluationSummary.Of(results)));
        }
        return summaries;
    }

    private string Provenance(IReadOnlyList<(string Set, EvaluationSummary Summary)> summaries, double blind) => JsonSerializer.Serialize(new
    {
        Library = typeof(RunStages).Assembly.GetName().Version?.ToString(3),
        Command = $"ucam train --recipe recipes/{recipe.Name}.yaml --seed {recipe.Seed}",
        Recipe = recipe,
        BlindAccuracy = blind,
        Results = summaries.ToDictionary(s => s.Set, s => new
        {
            s.Summary.Overall.Questions,
            s.Summary.Overall.Accuracy,
            s.Summary.Overall.Attainable,
            s.Summary.Overall.Auroc,
            s.Summary.Aurc,
            s.Summary.Ece,
            s.Summary.Nll,
            s.Summary.Overall.Predictive,
            s.Summary.Overall.Aleatoric,
            s.Summary.Overall.Epistemic,
            s.Summary.Overall.AttentionRatio,
        }),
    }, Json);
}
