using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ucam.Studies.Reports.Table;

/// <summary>Answers as a page shows them, of one evaluation, one folder or one table of questions.</summary>
/// <param name="Rows">The answers, in the order asked.</param>
/// <param name="Pictures">What the pictures are called.</param>
/// <param name="Thresholds">What each threshold from 0 to 100 % comes to, in words; empty where P(right) is not known.</param>
internal sealed record AnswerTable(IReadOnlyList<AnswerRow> Rows, IReadOnlyList<string> Pictures, IReadOnlyList<string> Thresholds)
{
    /// <summary>What is shown of each row once it is opened; null where that is asked for row by row.</summary>
    public IReadOnlyList<RowDetails>? Details { get; init; }

    /// <summary>The object as a script reads it; characters that mean something in HTML are escaped.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TableJson.Default.AnswerTable);
}

/// <summary>Writes and reads tables without reflection; what is null, 0 or false is left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(AnswerTable))]
[JsonSerializable(typeof(AnswerRow))]
[JsonSerializable(typeof(RowDetails))]
internal sealed partial class TableJson : JsonSerializerContext;
