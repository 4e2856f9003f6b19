using System.CommandLine;
using System.Net;
using Microsoft.Extensions.Logging;
using Ucam.Cli.ModelLookup;
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
        var port = new Option<int>("--port") { Description = "Port; 0 for any that is free.", DefaultValueFactory = _ => usual.Port };
        var address = new Option<string>("--address")
        { Description = "Address to listen at; any but this machine's own needs --token.", DefaultValueFactory = _ => $"{usual.Address}" };
        var token = new Option<string?>("--token") { Description = "What a caller has to show." };
        var host = new Option<string[]>("--host")
        { Description = "A name by which browsers call it, besides localhost; may be given again.", DefaultValueFactory = _ => [] };
        var passes = new Option<int>("--most-passes")
        { Description = "The most dropout passes that a caller may ask for, 0 to 10000.", DefaultValueFactory = _ => usual.MostPasses };
        var command = new ExampleCommand("serve", "Serves the page on which a picture is asked.",
            "ucam serve", "ucam serve --model runs/mine/model.safetensors --port 8080")
        { model, port, address, token, host, passes };
        command.SetAction((parsed, cancel) => Run(Checked(new WebOptions
        {
            Models = Named(parsed.GetValue(model)),
            Port = parsed.GetValue(port),
            Address = IPAddress.TryParse(parsed.GetValue(address), out IPAddress? given) ? given
                : throw new UsageException($"--address '{parsed.GetValue(address)}' is no address; give one such as 127.0.0.1 or 0.0.0.0."),
            Token = parsed.GetValue(token),
            Hosts = parsed.GetValue(host) ?? [],
            MostPasses = parsed.GetValue(passes),
        }), cancel));
        return command;
    }

    private static WebOptions Checked(WebOptions options)
    {
        if (options.Models.Count == 0) throw new UsageException("--model names none; give a shipped model or a checkpoint.");
        if (options.Port is < 0 or > 65_535) throw new UsageException($"--port is {options.Port}; it must be from 0 to 65535.");
        if (options.MostPasses is < 0 or > 10_000)
            throw new UsageException($"--most-passes is {options.MostPasses}; it must be from 0 to 10000.");
        if (!IPAddress.IsLoopback(options.Address) && string.IsNullOrEmpty(options.Token))
            throw new UsageException($"--token is missing; whoever reaches {options.Address} would reach the models: give one, "
                + "or leave --address out.");
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

    private static async Task<int> Run(WebOptions options, CancellationToken cancel)
    {
        await using WebServer server = await WebServer.Start(options, Log, cancel).ConfigureAwait(false);
        await Console.Out.WriteLineAsync($"Open {server.Address} in a browser; Ctrl-C stops it.").ConfigureAwait(false);
        await Task.Delay(Timeout.Infinite, cancel).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
            .ConfigureAwait(false);
        await server.Stop().ConfigureAwait(false);
        return ExitCode.Success;
    }

    private static void Log(ILoggingBuilder log) =>
        log.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning)
            // What keeps the host from starting is told in one line of ours.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
}
