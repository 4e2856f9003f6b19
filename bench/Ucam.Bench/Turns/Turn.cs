using System.Text.Json.Nodes;

namespace Ucam.Bench.Turns;

/// <summary>A work that is timed in turn with another program's.</summary>
/// <param name="Run">What is timed.</param>
/// <param name="About">What it does in numbers: shapes, parameters, multiply-adds, which the other side prints too.</param>
internal sealed record Turn(Action Run, JsonObject About);
