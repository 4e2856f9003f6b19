using System.CommandLine;
using System.Net;
using Microsoft.Extensions.Logging;
using Ucam.Cli.Usage;
using Ucam.Web;
using Ucam.Web.Hosting;

namespace Ucam.Cli.Options;

/// <summary>The options of where a page is served and to whom, and its serving until it is stopped; shared by several commands.</summary>
/// <param name="usualPort">The port where none is given.</param>
internal sealed class ServingOptions(int usualPort)
{
    private readonly Option<int> _port = new("--port") { Description = "Port; 0 for any that is free.", DefaultValueFactory = _ => usualPort };
    private readonly Option<string> _address = new("--address")
    { Description = "Address to listen at; any but this machine's own needs --token.", DefaultValueFactory = _ => $"{IPAddress.Loopback}" };
    private readonly Option<string?> _token = new("--token") { Description = "What a caller has to show." };
    private readonly Option<string[]> _host = new("--host")
    { Description = "A name by which browsers call it, besides localhost; may be given again.", DefaultValueFactory = _ => [] };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _port, _address, _token, _host }) command.Add(option);
    }

    /// <summary>What was given.</summary>
    /// <exception cref="UsageException">An option is wrong.</exception>
    public WebOptions Read(ParseResult parsed)
    {
        var options = new WebOptions
        {
            Port = parsed.GetValue(_port),
            Address = IPAddress.TryParse(parsed.GetValue(_address), out IPAddress? given) ? given
                : throw new UsageException($"--address '{parsed.GetValue(_address)}' is no address; give one such as 127.0.0.1 or 0.0.0.0."),
            Token = parsed.GetValue(_token),
            Hosts = parsed.GetValue(_host) ?? [],
        };
        if (options.Port is < 0 or > 65_535) throw new UsageException($"--port is {options.Port}; it must be from 0 to 65535.");
        if (options.Hosts.FirstOrDefault(host => Uri.CheckHostName(host) == UriHostNameType.Unknown) is { } wrong)
            throw new UsageException($"--host '{wrong}' is no name of a host; give one such as pictures.example.org.");
        if (!IPAddress.IsLoopback(options.Address) && string.IsNullOrEmpty(options.Token))
            throw new UsageException($"--token is missing; whoever reaches {options.Address} would reach what is served: give one, "
                + "or leave --address out.");
        return options;
    }

    /// <summary>Serves a site until it is stopped.</summary>
    /// <param name="site">What is served.</param>
    /// <param name="options">How.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="more">A line that is told below the address; null for none.</param>
    public static async Task<int> Serve(ISite site, WebOptions options, CancellationToken cancel, Func<Uri, string?>? more = null)
    {
        await using WebServer server = await WebServer.Start(site, options, Log, cancel).ConfigureAwait(false);
        await Console.Out.WriteLineAsync($"Open {server.Address.AbsoluteUri} in a browser; Ctrl-C stops it.").ConfigureAwait(false);
        if (more?.Invoke(server.Address) is { } line) await Console.Out.WriteLineAsync(line).ConfigureAwait(false);
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
