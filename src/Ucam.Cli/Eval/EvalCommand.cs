using System.CommandLine;
using Ucam.Cli.ModelLookup;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Metrics;
using Ucam.Vqa;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Features;
using Ucam.Vqa.Runs;
using Ucam.Vqa.Text;

namespace Ucam.Cli.Eval;

/// <summary><c>ucam eval</c>: tests a model on a set in the VQA layout, or on one of the built-in sets.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        var model = new InputOption("--model") { Description = "A checkpoint, or the name of a shipped model." };
        var files = new VqaSetOptions();
        var builtIn = new BuiltInSetOptions(defaultPictures: 1000);
        var output = new OutputOption("--out")
        { Description = "Per-question results with all uncertainties (CSV); with several splits, the split's name is put before the extension." };
        var official = new OutputOption("--official") { Description = "Official VQA results file (JSON)." };
        var report = new OutputOption("--report")
        { Description = "A self-contained HTML page of the answers (the first 5000), as 'ask --report' makes it; takes a moment more." };
        var features = new InputOption("--features")
        { Description = "A feature file with the set's image ids, in place of the pictures (ucam features)." };
        var metrics = new OutputOption("--metrics")
        { Description = "Metrics of certainty of every set and of mixtures of the first with each other one, one a line (CSV)." };
        var wordNet = new InputOption("--wordnet")
        {
            Description = "Folder of WordNet's index.noun and data.noun (Debian's wordnet-base: /usr/share/wordnet): adds WUPS at 0.9 and 0.0 "
            + "and the accuracy on sets of answers."
        };
        var device = new DeviceOption("goes with --features");
        var abstain = new AbstainOption();
        var dropout = new DropoutOptions();
        var submission = new SubmissionScore();
        var chat = new ChatEval();
        var command = new ExampleCommand("eval", "Tests a model: accuracy, calibration, doubt against mistakes.",
            "ucam eval --model scenes --set scenes --split all",
            "ucam eval --model my.safetensors --questions q.json --annotations a.json --images pictures",
            "ucam eval --model my.safetensors --questions q.json --images pictures --official results.json",
            "ucam eval --results results.json --annotations a.json",
            "ucam eval --chat http://127.0.0.1:5080/v1 --chat-model scenes --set scenes --pictures 20")
        { model, features, output, official, report, metrics, wordNet };
        abstain.AddTo(command);
        submission.AddTo(command);
        chat.AddTo(command);
        dropout.AddTo(command);
        device.AddTo(command);
        files.AddTo(command);
        builtIn.AddTo(command);
        command.SetAction((parsed, cancel) => Task.Run(() =>
        {
            Output.CheckFile("--out", parsed.GetValue(output));
            Output.CheckFile("--metrics", parsed.GetValue(metrics));
            Output.CheckFile("--report", parsed.GetValue(report));
            if (submission.IsGiven(parsed))
            {
                if (parsed.GetValue(model) is not null)
                    throw new UsageException("--results and --model do not go together; a submission has its answers.");
                if (abstain.IsGiven(parsed)) throw new UsageException("--results and --abstain do not go together; the promise is a model's.");
                if (parsed.GetValue(wordNet) is not null) throw new UsageException("--wordnet goes with --model, not with --results.");
                if (parsed.GetValue(report) is not null) throw new UsageException("--report goes with --model, not with --results.");
                submission.Run(parsed, files.Annotations(parsed), (parsed.GetValue(output), parsed.GetValue(metrics)));
                return ExitCode.Success;
            }
            if (chat.IsGiven(parsed))
            {
                if (parsed.GetValue(model) is not null)
                    throw new UsageException("--chat and --model do not go together; name the chat model by --chat-model.");
                if (parsed.GetValue(features) is not null) throw new UsageException("--features goes with --model; a chat model sees the pictures.");
                if (parsed.GetValue(report) is not null) throw new UsageException("--report goes with --model; a chat model's answers have no maps.");
                if (abstain.IsGiven(parsed)) throw new UsageException("--chat and --abstain do not go together; the promise is a checkpoint's.");
                Output.CheckFile("--official", parsed.GetValue(official));
                var written = new EvalFiles(parsed.GetValue(output), parsed.GetValue(official), parsed.GetValue(metrics), Report: null);
                return chat.Run(parsed, files, builtIn, written, cancel);
            }
            string chosen = parsed.GetValue(model) ?? throw new UsageException("--model is missing: a checkpoint, or the name of a shipped model.");
            if (!builtIn.IsGiven(parsed)) builtIn.RefuseBesideFiles(parsed);
            string? cached = parsed.GetValue(features);
            if (cached is not null && !files.IsGiven(parsed))
                throw new UsageException("--features goes with --questions; a built-in set draws its pictures.");
            if (files.IsGiven(parsed) == builtIn.IsGiven(parsed)) throw new UsageException("give either --questions with --images, or --set.");
            var options = new EvaluationOptions { Passes = dropout.Passes(parsed), Mode = dropout.Mode(parsed), Seed = builtIn.Seed(parsed) };
            (string? table, string? results) = (parsed.GetValue(output), parsed.GetValue(official));
            Output.CheckFile("--official", results);
            if (cached is null && device.Name(parsed) != RunDevice.Cpu)
                throw new UsageException("--device goes with --features; pictures go through the backbone on the CPU.");
            IReadOnlyList<EvaluationMetric> more = parsed.GetValue(wordNet) is { } nouns ? Wups.Metrics(WordNetNouns.Open(nouns)) : [];
            using VqaModel loaded = ModelStore.Load(chosen);
            GuaranteedRisk? promise = abstain.Promise(parsed, loaded, options.Passes, options.Mode);
            if (cached is not null) loaded.Network.To(RunDevice.Open(device.Name(parsed)));
            using FeatureFile? file = cached is null ? null : FeatureFile.Open(cached);
            IReadOnlyList<IVqaSet> sets = file is not null
                ? [files.OpenWithoutPictures(parsed)] : files.IsGiven(parsed)
                ? [files.Open(parsed)] : builtIn.Open(parsed, loaded.Network.Config.Backbone.InputSize, cancel: cancel);
            new EvalRun(loaded, file, options, new EvalFiles(table, results, parsed.GetValue(metrics), parsed.GetValue(report)), promise,
                [.. EvaluationMetrics.All, .. more]).Run(sets, cancel);
            return ExitCode.Success;
        }, CancellationToken.None));
        return command;
    }
}
