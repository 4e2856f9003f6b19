using System.CommandLine;
using Ucam.Cli.ModelLookup;
using Ucam.Cli.Options;
using Ucam.Cli.Paths;
using Ucam.Cli.Usage;
using Ucam.Web;
using Ucam.Web.Hosting;

namespace Ucam.Cli.Serve;

/// <summary><c>ucam serve</c>: the page, on this machine until it is stopped.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var usual = new WebOptions();
        var model = new InputOption("--model")
        { Description = "Checkpoints or names of shipped models, parted by commas. Default: all shipped models; a question picks one." };
        var serving = new ServingOptions(usual.Port);
        var passes = new Option<int>("--most-passes")
        { Description = "The most dropout passes that a caller may ask for, 0 to 10000.", DefaultValueFactory = _ => usual.MostPasses };
        var runs = new InputOption("--runs")
        { Description = "Folder of trainings and comparisons whose curves and reports are shown, also while they go on." };
        var command = new ExampleCommand("serve", "Serves the page on which a picture is asked.",
            "ucam serve", "ucam serve --model runs/mine/model.safetensors --port 8080", "ucam serve --runs runs")
        { model };
        serving.AddTo(command);
        command.Add(passes);
        command.Add(runs);
        command.SetAction((parsed, cancel) =>
        {
            WebOptions options = Checked(serving.Read(parsed) with
            { Models = Named(parsed.GetValue(model)), MostPasses = parsed.GetValue(passes), Runs = parsed.GetValue(runs) });
            return ServingOptions.Serve(new AskSite(), options, cancel,
                address => options.Runs is null ? null : $"Trainings and comparisons: {new Uri(address, "/runs.html")}");
        });
        return command;
    }

    private static WebOptions Checked(WebOptions options)
    {
        if (options.Models.Count == 0) throw new UsageException("--model names none; give a shipped model or a checkpoint.");
        if (options.MostPasses is < 0 or > 10_000)
            throw new UsageException($"--most-passes is {options.MostPasses}; it must be from 0 to 10000.");
        if (options.Runs is { } runs && !Directory.Exists(runs)) throw new UsageException($"--runs '{runs}' is no folder.");
        foreach (string name in options.Models) _ = ModelStore.PathOf(name);
        return options;
    }

    /// <summary>The models of a list by commas; all shipped ones where it is null.</summary>
    /// <exception cref="UcamException">None is shipped.</exception>
    internal static string[] Named(string? models)
    {
        if (models is not null) return models.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (ModelStore.Shipped.Count == 0) throw new UcamException("No model is shipped with this build; give one with --model.");
        return [.. ModelStore.Shipped];
    }
}
