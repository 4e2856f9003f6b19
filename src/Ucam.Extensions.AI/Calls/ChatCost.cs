namespace Ucam.Extensions.AI;

/// <summary>What answers cost.</summary>
/// <param name="Calls">Calls to the model, those that it told to come again among them.</param>
/// <param name="InputTokens">Tokens that were sent, as far as the model tells them.</param>
/// <param name="OutputTokens">Tokens that came back, as far as the model tells them.</param>
/// <param name="Seconds">From the first call to the last answer.</param>
public sealed record ChatCost(int Calls, long InputTokens, long OutputTokens, double Seconds)
{
    /// <summary>In one line: "12 calls, 3,400 tokens, 1.5 s".</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Calls} call{(Calls == 1 ? "" : "s")}, {InputTokens + OutputTokens:#,##0} tokens, {Seconds:0.0} s");
}
