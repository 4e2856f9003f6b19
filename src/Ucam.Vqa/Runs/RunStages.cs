using System.Text.Json;
using System.Text.Json.Serialization;
using Ucam.Certainty.Estimation;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Text;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Extraction;
using Ucam.Vqa.Training.Ranks;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Vqa.Runs;

/// <summary>The stages that every run is made of; each can be resumed.</summary>
/// <param name="recipe">What to do.</param>
/// <param name="options">Where.</param>
/// <param name="data">What the run works on, where the recipe does not say it.</param>
internal sealed class RunStages(Recipe recipe, RunOptions options, string data = "")
{
    public const string Blind = "blind", Head = "head", Joint = "joint", Backbone = "backbone", Train = "train", Validation = "validation",
        Certainty = "certainty";

    private readonly Dictionary<string, int> _skipped = [];
    private const int FamiliarityPictures = 4000;
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        TypeInfoResolver = SettingsText.Resolver,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Tells runs of different recipes, seeds and data apart.</summary>
    public string Fingerprint
    { get; } = RunFolder.Fingerprint(JsonSerializer.Serialize(recipe, Json) + data + (options.Limit is { } limit ? $"limit {limit}" : ""));

    /// <summary>The checkpoint, and whether it may be replaced.</summary>
    public RunOutput Output { get => field ??= new RunOutput(options, Fingerprint); init; }

    /// <summary>What is to come, for the time left.</summary>
    public RunPlan Plan { get; set; } = new(options.Progress, []);

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
        if (options.Ranks.Leads() && (!options.Resume || !File.Exists(path)))
            BackboneExtraction.Extract(network.Backbone, set, path, options.Resume, Plan.Begin(split), cancel);
        options.Ranks.MeetAll(cancel);
        if (!options.Ranks.Leads() && !File.Exists(path))
            throw new UcamException($"{path} is there for the first process and not for process {options.Ranks.Rank}; processes on several machines "
                + "need a --run folder that they share.")
            { File = path };
        options.Log($"features: {set.PictureCount} {split} pictures");
        return FeatureFile.Open(path);
    }

    /// <summary>Trains the head on frozen features, and records it as that stage.</summary>
    public void TrainHead(VqaNetwork network, HeadStage stage, RunPart training, RunPart validation, CancellationToken cancel)
    {
        double best = Trainer(network, recipe.Training with { Fit = stage.Fit }, stage.Name)
            .Train(training, validation, Told(stage.Name, Record(stage.Name), stage.Levelling), cancel);
        options.Log($"{stage.Name}: best validation accuracy {best:P2}");
    }

    private HeadTrainer Trainer(VqaNetwork network, HeadRecipe head, string stage) =>
        new(network, head, recipe.Seed, new EpochStore(options.Folder, stage, Fingerprint) { Writes = options.Ranks.Leads() }, stage)
        { Ranks = options.Ranks, Log = options.Log };

    /// <summary>How the trainer of a planned stage, which begins, tells of itself.</summary>
    public TrainerOptions Told(string stage, Action<EpochMetrics>? record = null, Levelling? levelling = null) => new()
    {
        Resume = options.Resume,
        Record = record ?? (_ => { }),
        Progress = Plan.Begin(stage),
        Levelling = levelling,
        // Each process has a part of the batch, and so a file of its own.
        FaultsPath = Path.Combine(options.Folder, $"{stage}{(options.Ranks.Leads() ? "" : $".process-{options.Ranks.Rank}")}.not-finite.json"),
        Tell = options.Log,
        Skipped = steps => _skipped[stage] = steps,
    };

    /// <summary>What records the epochs of a stage that begins, or goes on.</summary>
    public Action<EpochMetrics> Record(string stage)
    {
        if (!options.Ranks.Leads()) return _ => { };
        var metrics = new MetricsFile(Path.Combine(options.Folder, "metrics.csv"));
        if (!options.Resume) metrics.Clear(stage);
        return epoch =>
        {
            metrics.Record(epoch);
            options.Log(epoch.InWords());
        };
    }

    /// <summary>
    /// After the head is trained: familiarity, checkpoint, blind model, tests, and the checkpoint again with its results. Of several processes the
    /// first does all of it; the others only train the blind model with it.
    /// </summary>
    public RunResult Finish(VqaNetwork network, RunPart training, RunPart validation, IReadOnlyList<RunPart> tests, bool hasPictures,
        CancellationToken cancel)
    {
        if (!options.Ranks.Leads())
        {
            TrainBlind(network, training, validation, tests[0], cancel);
            return new RunResult(Output.ModelPath, [], double.NaN);
        }
        network.Familiarity = FitFamiliarity(training.Features!, validation.Features!);
        network.Freeze();
        FitCertainty(network, validation, hasPictures, cancel);
        Save(network, Provenance([], double.NaN));
        double blind = TrainBlind(network, training, validation, tests[0], cancel);
        List<(string, EvaluationSummary)> summaries = Test(network, tests, cancel);
        Save(network, Provenance(summaries, blind));
        ResultTables.WriteSummaries(Path.Combine(options.Folder, "results.csv"), summaries);
        return new RunResult(Output.ModelPath, summaries, blind) { SkippedSteps = _skipped.Values.Sum() };
    }

    private void FitCertainty(VqaNetwork network, RunPart validation, bool hasPictures, CancellationToken cancel)
    {
        var passes = new EvaluationOptions { Passes = recipe.Evaluation.Passes, Seed = recipe.Seed };
        IProgress<RunProgress> progress = Plan.Begin(Certainty);
        if (passes.Passes < Judgement.FewestPasses)
        {
            options.Log($"certainty: not estimated, since evaluation.passes is {passes.Passes} and it needs at least {Judgement.FewestPasses}");
            return;
        }
        var held = new HeldOutPart(validation.Set, validation.Features, hasPictures);
        HeldOut answers = HeldOutAnswers.Collect(network, held, passes, progress, cancel);
        if (CertaintyFit.Lacking(answers) is { } lacking)
        {
            options.Log($"certainty: not estimated. {lacking}");
            return;
        }
        network.Certainty = CertaintyEstimator.Fit(answers, recipe.Seed);
        options.Log($"certainty: how likely an answer is right, from {network.Certainty.Answers} held-out answers");
    }

    private void Save(VqaNetwork network, string provenance)
    {
        Checkpoint.Save(network, Output.ModelPath, provenance);
        Output.Note();
    }

    private double TrainBlind(VqaNetwork seeing, RunPart training, RunPart validation, RunPart test, CancellationToken cancel)
    {
        HeadRecipe head = recipe.Training;
        if (head.BlindEpochs == 0) return double.NaN;
        manual_seed(recipe.Seed);
        using var network = new VqaNetwork(seeing.Config);
        network.To(seeing.Device);
        HeadRecipe blind = TrainingVariants.Baseline.Apply(head with { Fit = head.Fit with { Epochs = head.BlindEpochs } });
        HeadTrainer trainer = Trainer(network, blind, Blind);
        trainer.Train(training with { Features = null }, validation with { Features = null }, Told(Blind), cancel);
        double accuracy = trainer.Validate(test with { Features = null }, cancel).Accuracy;
        options.Log($"blind model (question only): accuracy {accuracy:P2}");
        return accuracy;
    }

    /// <summary>The stages of <see cref="Finish"/>, for the plan.</summary>
    public IEnumerable<PlannedStage> Ending(IVqaSet training, IVqaSet validation, IEnumerable<IVqaSet> tests) =>
        [new(Certainty, StageKind.Test, validation.PictureCount),
            new(Blind, StageKind.Blind, (long)recipe.Training.BlindEpochs * training.Items.Count),
            .. tests.Select(test => new PlannedStage(TestOf(test), StageKind.Test, test.PictureCount))];

    private static string TestOf(IVqaSet set) => $"test {set.Name}";

    /// <summary>What pictures the training set has, read against those of validation.</summary>
    public static FamiliarityDetector FitFamiliarity(IPictureFeatures train, IPictureFeatures validation)
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
        foreach ((IVqaSet set, _, IPictureFeatures? features) in parts)
        {
            var evaluation = new EvaluationOptions { Passes = recipe.Evaluation.Passes, Seed = recipe.Seed };
            IProgress<RunProgress> progress = Plan.Begin(TestOf(set));
            IReadOnlyList<QuestionResult> results = features is null ? Evaluator.Run(network, set, evaluation, progress, cancel)
                : Evaluator.Run(network, set, features, evaluation, progress, cancel);
            ResultTables.WriteQuestions(Path.Combine(options.Folder, $"questions-{set.Name}.csv"), results);
            summaries.Add((set.Name, EvaluationSummary.Of(results)));
        }
        return summaries;
    }

    private string Provenance(IReadOnlyList<(string Set, EvaluationSummary Summary)> summaries, double blind) => JsonSerializer.Serialize(new
    {
        Library = typeof(RunStages).Assembly.GetName().Version?.ToString(3),
        // Null for a program's own call: the recipe below is all there is to tell.
        options.Command,
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
