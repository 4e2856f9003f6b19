using System.CommandLine;
using Ucam.Cli.ModelLookup;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Terminal;
using Ucam.Cli.Usage;
using Ucam.Vqa;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;

namespace Ucam.Cli.Calibrate;

/// <summary>
/// <c>ucam calibrate</c>: fits how likely a model's answers are right on held-out questions, and finds what can be promised of them.
/// </summary>
internal sealed class CalibrateCommand
{
    private static readonly double[] UsualRisks = [0.05, 0.01];

    private readonly InputOption _model = new("--model") { Description = "A checkpoint, or the name of a shipped model.", Required = true };
    private readonly OutputOption _output = new("--out") { Description = "The checkpoint to write.", Required = true };
    private readonly InputOption _features = new("--features")
    {
        Named = FeatureIndex.FilesOf,
        Description = "A feature file with the set's image ids, or an index of several, in place of the pictures; worse pictures are not "
        + "learned from then."
    };
    private readonly Option<double[]> _risks =
        ShareOption.Several("--risk", "Share of wrong answers to be promised; several by commas.", UsualRisks);
    private readonly Option<double> _confidence = ShareOption.One("--confidence", "How surely a promise is kept, over draws of questions.", 0.95);
    private readonly Option<double> _sets = ShareOption.One("--sets", "How often a set of answers is to hold the right one.", 0.9);
    private readonly Option<bool> _keep = new("--keep-estimator")
    { Description = "Keep the model's estimator; all questions serve the thresholds. Give questions that it was not fitted on." };
    private readonly Option<bool> _force = new("--force")
    { Description = "Replace a file that is there already; without it only an earlier calibration of the same model is." };
    private readonly Option<int> _passes = new("--passes") { Description = "Dropout passes, 10 to 10000.", DefaultValueFactory = _ => 50 };
    private readonly VqaSetOptions _files = new();
    private readonly BuiltInSetOptions _builtIn = new(defaultPictures: 1000, defaultSplit: "validation");

    private CalibrateCommand()
    {
    }

    public static Command Create()
    {
        var own = new CalibrateCommand();
        var command = new ExampleCommand("calibrate", "Learns from held-out questions how likely answers are right.",
            "ucam calibrate --model scenes --set scenes --pictures 3000 --seed 11 --out new.safetensors",
            "ucam calibrate --model my.safetensors --questions q.csv --images pictures --out new.safetensors")
        { own._model, own._output, own._features, own._risks, own._confidence, own._sets, own._keep, own._passes,
            own._force };
        own._files.AddTo(command);
        own._builtIn.AddTo(command);
        command.SetAction((parsed, cancel) => Task.Run(() => own.Run(parsed, cancel), CancellationToken.None));
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancel)
    {
        string path = parsed.GetRequiredValue(_output), chosen = parsed.GetRequiredValue(_model);
        Output.CheckFile("--out", path);
        if (parsed.GetValue(_passes) is < Judgement.FewestPasses or > 10_000)
            throw new UsageException($"--passes must be from {Judgement.FewestPasses} to 10000.");
        if (_files.IsGiven(parsed) == _builtIn.IsGiven(parsed)) throw new UsageException("give either --questions with --images, or --set.");
        if (!_builtIn.IsGiven(parsed)) _builtIn.RefuseBesideFiles(parsed);
        string? cached = parsed.GetValue(_features);
        if (cached is not null && !_files.IsGiven(parsed))
            throw new UsageException("--features goes with --questions; a built-in set draws its pictures.");
        if (_builtIn.IsGiven(parsed) && _builtIn.Split(parsed) is "train" or "all")
            throw new UsageException($"--split {_builtIn.Split(parsed)}: calibrate on one part that the model was not trained "
                + "on, such as validation.");
        if (!parsed.GetValue(_force)) CalibrationOutput.Require(path, ModelStore.PathOf(chosen));
        using VqaModel model = VqaModel.LoadToCalibrate(ModelStore.PathOf(chosen), parsed.GetValue(_keep));
        if (parsed.GetValue(_keep) && model.Network.Certainty is null)
            throw new UcamException($"the model '{model.Network.Config.Name}' carries no certainty estimator to keep; leave --keep-estimator out.");
        using FeatureFile? file = cached is null ? null : FeatureFile.Open(cached);
        IVqaSet set = file is not null ? _files.OpenWithoutPictures(parsed) : _files.IsGiven(parsed) ? _files.Open(parsed)
            : _builtIn.Open(parsed, model.Network.Config.Backbone.InputSize, cancel: cancel)[0];
        CalibrationOutcome outcome = Calibrate(parsed, model, set, file, cancel);
        var note = new CalibrationNote(set.Name, set.PictureCount, outcome.Fitted, outcome.Report.Questions, _builtIn.Seed(parsed),
            parsed.GetValue(_passes));
        Checkpoint.SaveCertainty(ModelStore.PathOf(chosen), model.Network, Output.WithFolder(path), note.In(model.Provenance));
        CalibrationPrinter.Print(set, model.Network.Certainty!, outcome);
        Console.Out.WriteLine();
        Console.Out.WriteLine($"model: {path}");
        return ExitCode.Success;
    }

    private CalibrationOutcome Calibrate(ParseResult parsed, VqaModel model, IVqaSet set, FeatureFile? file, CancellationToken cancel)
    {
        var request = new PromiseRequest(ShareOption.Of(parsed, _risks, UsualRisks), parsed.GetValue(_confidence), parsed.GetValue(_sets));
        var options = new EvaluationOptions { Passes = parsed.GetValue(_passes), Seed = _builtIn.Seed(parsed) };
        using var progress = new ConsoleProgress();
        return CertaintyCalibration.Run(model.Network, (set, file is null ? null : Fitting(model.Network, set, file)), options,
            (request, parsed.GetValue(_keep)), progress, cancel);
    }

    private static PictureFeatures Fitting(VqaNetwork network, IVqaSet set, FeatureFile features)
    {
        Evaluator.RequireGrid(network, features);
        return PictureFeatures.Of(set, [features]);
    }
}
