using System.Diagnostics;
using System.Globalization;
using System.Net;
using Ucam.Web;
using Ucam.Web.Hosting;

namespace Ucam.Bench.Serve;

/// <summary>
/// The page's server on loopback under clients that ask without a pause: questions per second and latency of one client and of many, how many
/// were told to come again, and whether memory stays. Three of four questions are about a picture that is kept, one brings its own.
/// </summary>
internal static class ServeCase
{
    private const string Usage = "serve [--seconds N] [--clients N] [--passes N]";

    public static int Execute(string[] args)
    {
        var options = new CaseOptions(args, Usage, "--seconds", "--clients", "--passes");
        return Execute(options.Number("--seconds", 60), options.Number("--clients", 16), options.Number("--passes", 50)).GetAwaiter().GetResult();
    }

    private static async Task<int> Execute(int seconds, int clients, int passes)
    {
        await using WebServer server = await WebServer.Start(new WebOptions { Models = ["scenes", "photos"], Port = 0 }).ConfigureAwait(false);
        using var client = new HttpClient { BaseAddress = server.Address };
        AskedBody[] asked = await AskedBody.Prepare(client).ConfigureAwait(false);
        await Run(client, asked, (1, passes), TimeSpan.FromSeconds(3)).ConfigureAwait(false);
        long memory = Held.Now().Resident;
        var rates = new List<double>();
        int errors = 0;
        Console.WriteLine("clients | answered/s | CPU ms an answer | p50 ms | p95 ms | told to come again | other failures | resident MB");
        foreach (int count in new[] { 1, clients })
        {
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            Outcome outcome = await Run(client, asked, (count, passes), TimeSpan.FromSeconds(seconds)).ConfigureAwait(false);
            cpu = Environment.CpuUsage.TotalTime - cpu;
            double rate = outcome.Milliseconds.Count / outcome.Seconds;
            rates.Add(rate);
            errors += outcome.Failed;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} | {rate:F1} | "
                + $"{cpu.TotalMilliseconds / outcome.Milliseconds.Count:F1} | {Quantile(outcome.Milliseconds, 0.5):F1} | "
                + $"{Quantile(outcome.Milliseconds, 0.95):F1} | {outcome.Busy} | {outcome.Failed} | {Held.Now().Resident / 1e6:F0} ({memory / 1e6:F0} at the start)"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clients} clients have {rates[1] / rates[0]:F2} times the answers of one"));
        return errors == 0 ? 0 : 1;
    }

    private sealed record Outcome(List<double> Milliseconds, int Busy, int Failed, double Seconds);

    private static async Task<Outcome> Run(HttpClient client, AskedBody[] asked, (int Clients, int Passes) load, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        Outcome[] all = await Task.WhenAll(Enumerable.Range(0, load.Clients).Select(async number =>
        {
            var own = new Outcome([], 0, 0, 0);
            for (int i = number; watch.Elapsed < time; i += load.Clients)
            {
                long began = Stopwatch.GetTimestamp();
                using HttpContent content = asked[i % asked.Length].Content(i, load.Passes);
                using HttpResponseMessage response = await client.PostAsync("/api/ask", content).ConfigureAwait(false);
                await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
                if (response.StatusCode == HttpStatusCode.OK) own.Milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                else own = response.StatusCode == HttpStatusCode.TooManyRequests ? own with { Busy = own.Busy + 1 } : own with { Failed = own.Failed + 1 };
            }
            return own;
        })).ConfigureAwait(false);
        return new Outcome([.. all.SelectMany(o => o.Milliseconds)], all.Sum(o => o.Busy), all.Sum(o => o.Failed), watch.Elapsed.TotalSeconds);
    }

    private static double Quantile(List<double> values, double q)
    {
        if (values.Count == 0) return double.NaN;
        values.Sort();
        return values[Math.Min(values.Count - 1, (int)(q * values.Count))];
    }
}
