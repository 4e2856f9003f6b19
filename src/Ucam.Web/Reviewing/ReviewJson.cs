using System.Text.Json.Serialization;
using Ucam.Studies.Reports.Table;

namespace Ucam.Web.Reviewing;

/// <summary>A review as its page needs it.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Facts">The model and how it was asked.</param>
/// <param name="Version">Part of the pictures' addresses, so that a browser takes none of another review for them.</param>
/// <param name="Table">The answers.</param>
/// <param name="HasPicture">Whether a picture is there, by its place.</param>
/// <param name="Decisions">What was decided so far.</param>
internal sealed record ReviewBody(string Title, string? Facts, string Version, AnswerTable Table, IReadOnlyList<bool> HasPicture,
    IReadOnlyList<DecisionBody> Decisions);

/// <summary>A decision as it is sent and told.</summary>
internal sealed record DecisionBody
{
    /// <summary>The row, from 0.</summary>
    [JsonRequired, JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int Row { get; init; }

    /// <summary>"accept", "reject" or "correct"; null for none any more.</summary>
    public string? Verdict { get; init; }

    /// <summary>The right answer, of a correction.</summary>
    public string? Answer { get; init; }

    /// <summary>That of a row; without a verdict where there is no decision.</summary>
    public static DecisionBody Of(int row, Decision? decision) =>
        new() { Row = row, Verdict = decision is null ? null : ReviewExport.NameOf(decision.Verdict), Answer = decision?.Answer };
}

/// <summary>An answer as it is kept, so that it need not be asked again.</summary>
internal sealed record KeptAnswer(AnswerRow Row, RowDetails Details);

/// <summary>Reads and writes without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ReviewBody))]
[JsonSerializable(typeof(DecisionBody))]
[JsonSerializable(typeof(KeptAnswer))]
internal sealed partial class ReviewJson : JsonSerializerContext;
