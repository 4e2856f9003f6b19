using System.Globalization;
using Ucam.Vqa;
using Ucam.Web;
using Ucam.Web.Hosting;

namespace Ucam.Bench.Serve;

/// <summary>Whether anything piles up: many requests to the page's server, then many explanations, with what the process holds on the way.</summary>
internal static class SoakCase
{
    private const string Usage = "bench soak [--requests N] [--explanations N] [--clients N] [--passes N]";
    private const int Samples = 20;

    // Over the second half; what a heap breathes by is more than this share of it now and then.
    private const double ResidentShare = 0.05;

    public static int Execute(string[] args)
    {
        var options = new CaseOptions(args, Usage, "--requests", "--explanations", "--clients", "--passes");
        int passes = options.Number("--passes", 50);
        bool flat = Requests(options.Number("--requests", 100_000), options.Number("--clients", 4), passes).GetAwaiter().GetResult();
        flat &= Explanations(options.Number("--explanations", 100_000));
        return flat ? 0 : 1;
    }

    private static async Task<bool> Requests(int requests, int clients, int passes)
    {
        await using WebServer server = await WebServer.Start(new WebOptions { Models = ["scenes", "photos"], Port = 0 }).ConfigureAwait(false);
        using var client = new HttpClient { BaseAddress = server.Address };
        AskedBody[] asked = await AskedBody.Prepare(client).ConfigureAwait(false);
        int failed = 0;
        var held = new List<Held>();
        for (int sample = 0; sample <= Samples; sample++)
        {
            int from = sample == 0 ? 0 : Start(requests, sample), to = sample == 0 ? Math.Min(200, requests) : Start(requests, sample + 1);
            await Task.WhenAll(Enumerable.Range(0, clients).Select(async number =>
            {
                for (int i = from + number; i < to; i += clients)
                {
                    using HttpContent content = asked[i % asked.Length].Content(i, passes);
                    using HttpResponseMessage response = await client.PostAsync("/api/ask", content).ConfigureAwait(false);
                    await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
                    if (!response.IsSuccessStatusCode) Interlocked.Increment(ref failed);
                }
            })).ConfigureAwait(false);
            held.Add(Settled());
            Console.Error.WriteLine($"{to} of {requests} requests, {Words(held[^1])}");
        }
        Console.WriteLine($"{requests} requests by {clients} clients, {failed} failed");
        return Flat(held, requests) && failed == 0;
    }

    private static bool Explanations(int explanations)
    {
        using VqaModel model = VqaModel.Load("scenes");
        var scenes = new SceneSet(new SceneSetOptions { Seed = 5, Split = SceneSplit.Test, Pictures = 8, Size = 224 });
        string[] maps = ["evidence", "doubt-layer-cam", "grad-cam"];
        Picture[] pictures = [.. Enumerable.Range(0, 8).Select(scenes.LoadPicture)];
        var held = new List<Held>();
        for (int sample = 0; sample <= Samples; sample++)
        {
            int from = sample == 0 ? 0 : Start(explanations, sample), to = sample == 0 ? Math.Min(100, explanations) : Start(explanations, sample + 1);
            for (int i = from; i < to; i++)
            {
                VqaItem item = scenes.Items[i % scenes.Items.Count];
                model.Explain(pictures[item.Picture], item.Question, [maps[i % maps.Length]]);
            }
            held.Add(Settled());
            Console.Error.WriteLine($"{to} of {explanations} explanations, {Words(held[^1])}");
        }
        Console.WriteLine($"{explanations} explanations ({string.Join(", ", maps)})");
        return Flat(held, explanations);
    }

    private static int Start(int count, int sample) => (int)((sample - 1) * (long)count / Samples);

    private static Held Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Held.Now();
    }

    private static string Words(Held held) =>
        string.Create(CultureInfo.InvariantCulture, $"{held.Tensors} tensors, {held.Handles} handles, {held.Resident / 1e6:F1} MB");

    private static bool Flat(List<Held> held, int count)
    {
        Held[] late = [.. held.Skip(held.Count / 2)];
        double tensors = Slope(late, h => h.Tensors), handles = Slope(late, h => h.Handles), resident = Slope(late, h => h.Resident);
        double grown = resident * (late.Length - 1) / late[0].Resident;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  at first {Words(held[0])}; half way {Words(late[0])}; at the end {Words(late[^1])}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  slope over the second half, for 1,000: {tensors * PerThousand(count):F2} tensors, "
            + $"{handles * PerThousand(count):F2} handles, {resident * PerThousand(count) / 1e3:F1} kB ({grown:P1} in all)"));
        return Math.Abs(tensors) < 0.5 && handles < 0.5 && grown < ResidentShare;
    }

    private static double PerThousand(int count) => 1000.0 * Samples / count;

    // Least squares, by the sample.
    private static double Slope(Held[] held, Func<Held, double> value)
    {
        double middle = (held.Length - 1) / 2.0, mean = held.Average(value);
        return held.Select((h, i) => (i - middle) * (value(h) - mean)).Sum() / held.Select((_, i) => (i - middle) * (i - middle)).Sum();
    }
}
