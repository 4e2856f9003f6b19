using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Ucam.Bench.Turns;

/// <summary>
/// Works that bench/run times in turn with the same works of bench/reference: a name a line comes in, the work is run once, and a JSON line goes out.
/// </summary>
internal static class TurnsRun
{
    public const string Command = "turns";
    public const string About = "works by name from standard input, one run and a JSON line each, for bench/run";

    public static int Execute()
    {
        Ucam.Vqa.Training.Steps.NativeBlocks.KeepLarge();
        ComputeThreads.WaitPassively();
        Native.Require();
        ComputeThreads.Limit();
        Dictionary<string, Func<Turn>> works = new((IEnumerable<KeyValuePair<string, Func<Turn>>>)
            [.. HeadTurns.All(), .. PictureTurns.All(), .. FileTurns.All(), .. LimitTurns.All()]);
        Dictionary<string, Turn> made = [];
        while (Console.ReadLine() is { } name)
        {
            JsonObject reply = works.TryGetValue(name, out Func<Turn>? make) ? Reply(name, made, make) : Problem(name, "no such work");
            Console.WriteLine(reply.ToJsonString());
        }
        return 0;
    }

    private static JsonObject Reply(string name, Dictionary<string, Turn> made, Func<Turn> make)
    {
        try
        {
            bool fresh = !made.TryGetValue(name, out Turn? turn);
            if (fresh)
            {
                made[name] = turn = make();
                turn.Run();
            }
            TimeSpan before = Environment.CpuUsage.TotalTime, collecting = GC.GetTotalPauseDuration();
            long start = Stopwatch.GetTimestamp();
            turn!.Run();
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var reply = new JsonObject
            {
                ["work"] = name,
                ["seconds"] = seconds,
                ["processor"] = (Environment.CpuUsage.TotalTime - before).TotalSeconds,
                ["collecting"] = (GC.GetTotalPauseDuration() - collecting).TotalSeconds,
            };
            if (fresh) reply["about"] = turn.About;
            return reply;
        }
        catch (UcamException e)
        {
            return Problem(name, e.Message);
        }
    }

    private static JsonObject Problem(string name, string problem) => new() { ["work"] = name, ["error"] = problem };
}
