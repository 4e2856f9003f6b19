using System.Security.Cryptography;
using System.Text;
using Ucam.Studies.Reports.Table;
using Ucam.Vqa.Models;

namespace Ucam.Web.Reviewing;

/// <summary>A picture of a review.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="File">Its file; null where it is not there.</param>
/// <param name="Id">Its number in the set it is of; null where it has none.</param>
internal sealed record ReviewPicture(string Name, string? File, long? Id = null);

/// <summary>What is reviewed: answers of an evaluation, of a table that was asked, or of a run of ask.</summary>
internal sealed record ReviewData
{
    private const int KeyBytes = 16;

    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>The model and how it was asked; null where that is not known.</summary>
    public string? Facts { get; init; }

    /// <summary>The answers, in the order asked.</summary>
    public required IReadOnlyList<AnswerRow> Rows { get; init; }

    /// <summary>The pictures that they are about, by their places.</summary>
    public required IReadOnlyList<ReviewPicture> Pictures { get; init; }

    /// <summary>The numbers of the questions in the set they are of; null where they have none.</summary>
    public IReadOnlyList<long>? QuestionIds { get; init; }

    /// <summary>What the model promises; null for nothing.</summary>
    public AnswerPromises? Promises { get; init; }

    /// <summary>What is shown of a row once it is opened; null for no more than the row.</summary>
    public required Func<int, RowDetails?> Details { get; init; }

    /// <summary>A key of each row that is the same whenever the same answer to the same question is reviewed.</summary>
    public IReadOnlyList<string> Keys()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. Rows.Select(Key)];

        string Key(AnswerRow row)
        {
            string what = string.Join('\0', Pictures[row.Picture].Name, row.Question, row.Answer);
            int before = seen[what] = seen.GetValueOrDefault(what) + 1;
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{what}\0{before}")).AsSpan(0, KeyBytes));
        }
    }
}
