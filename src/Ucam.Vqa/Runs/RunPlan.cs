namespace Ucam.Vqa.Runs;

/// <summary>A stage of a run that is still to come.</summary>
/// <param name="Name">Its name, its own in the plan.</param>
/// <param name="Kind">What takes equally long a sample: stages of a kind are timed together.</param>
/// <param name="Samples">Samples of all its epochs, at most.</param>
/// <param name="Open">Whether it ends when it has levelled off.</param>
internal sealed record PlannedStage(string Name, StageKind Kind, long Samples, bool Open = false);

/// <summary>What a stage does with each sample.</summary>
internal enum StageKind
{
    /// <summary>Pictures through the frozen backbone.</summary>
    Features,

    /// <summary>Pictures through the backbone and back.</summary>
    Backbone,

    /// <summary>Questions through the head and back.</summary>
    Head,

    /// <summary>Questions through backbone and head and back.</summary>
    Joint,

    /// <summary>Questions through the blind head and back.</summary>
    Blind,

    /// <summary>Pictures with their questions, tested with dropout.</summary>
    Test,
}

/// <summary>
/// Adds to the time left of a stage that of the stages to come, by the pace of their kind so far, or else by the usual ratio of the kinds.
/// </summary>
internal sealed class RunPlan(IProgress<RunProgress>? sink, IReadOnlyList<PlannedStage> stages, TimeProvider? time = null)
    : IProgress<RunProgress>
{
    private const double Milliseconds = 1e-3;

    // Milliseconds a sample on one core with the default sizes; only their ratios count once anything was timed.
    private static readonly Dictionary<StageKind, double> Usual = new()
    {
        [StageKind.Features] = 1.5,
        [StageKind.Backbone] = 6,
        [StageKind.Head] = 0.6,
        [StageKind.Joint] = 1.2,
        [StageKind.Blind] = 0.1,
        [StageKind.Test] = 6,
    };

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Dictionary<StageKind, (double Seconds, double Samples)> _timed = [];
    private int _current = -1;

    /// <summary>Says that a planned stage begins; those before it are over. Takes the stage's reports.</summary>
    public IProgress<RunProgress> Begin(string name)
    {
        _current = stages.Index().First(s => s.Item.Name == name).Index;
        return new Stage(this, stages[_current].Kind, _time);
    }

    /// <summary>Passes on a report of what is done before the first stage.</summary>
    public void Report(RunProgress value)
    {
        PlannedStage[] later = [.. stages.Skip(_current + 1)];
        double left = later.Sum(s => s.Samples * Pace(s.Kind));
        sink?.Report(value with { Remaining = value.Remaining + TimeSpan.FromSeconds(left), AtMost = value.AtMost || later.Any(s => s.Open) });
    }

    private void Count(StageKind kind, double seconds, double samples)
    {
        (double Seconds, double Samples) before = _timed.GetValueOrDefault(kind);
        _timed[kind] = (before.Seconds + seconds, before.Samples + samples);
    }

    private double Pace(StageKind kind)
    {
        if (_timed.TryGetValue(kind, out (double Seconds, double Samples) own) && own.Samples > 0) return own.Seconds / own.Samples;
        double usual = _timed.Sum(t => t.Value.Samples * Usual[t.Key]);
        return Usual[kind] * (usual > 0 ? _timed.Sum(t => t.Value.Seconds) / usual : Milliseconds);
    }

    // The first report of a stage ends its warming up, and what a resumed stage did before is no part of this run's time.
    private sealed class Stage(RunPlan plan, StageKind kind, TimeProvider time) : IProgress<RunProgress>
    {
        private (long Time, double Samples)? _last;

        public void Report(RunProgress value)
        {
            (long Time, double Samples) now = (time.GetTimestamp(), (value.Epoch - 1.0) * value.Total + value.Done);
            if (_last is { } last) plan.Count(kind, time.GetElapsedTime(last.Time, now.Time).TotalSeconds, now.Samples - last.Samples);
            _last = now;
            plan.Report(value);
        }
    }
}
