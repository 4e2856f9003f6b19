using System.Data.Common;
using System.Globalization;
using Ucam.Web.Hosting;

namespace Ucam.Web.Reviewing;

/// <summary>Reads decisions as every store keeps them; a value that no review writes is told and never guessed at.</summary>
internal static class StoredDecision
{
    /// <summary>What is selected, in the order in which it is read; rows that were undone are left out.</summary>
    public const string Columns = "sequence, row, verdict, answer, at, undone";

    private const int MostShown = 40;

    /// <summary>The decision in the row that a reader stands at.</summary>
    /// <param name="reader">It has selected <see cref="Columns"/>.</param>
    /// <param name="place">What messages call the file or database.</param>
    /// <exception cref="UnavailableException">It has a value that no decision has.</exception>
    public static Decision Read(DbDataReader reader, string place)
    {
        object?[] values = [.. Enumerable.Range(0, reader.FieldCount).Select(column => Value(reader, column))];
        string which = values[0] is long number ? number.ToString(CultureInfo.InvariantCulture) : Shown(values[0]);
        UnavailableException Wrong(int column, string what) => new($"{place} cannot be used: {reader.GetName(column)} of decision {which} is "
            + $"{Shown(values[column])}, {what}; another program wrote that: mend or delete that row.");
        long sequence = values[0] as long? ?? throw Wrong(0, "no number");
        string row = values[1] as string ?? throw Wrong(1, "no text");
        Verdict verdict = VerdictOf(values[2]) ?? throw Wrong(2, "no verdict");
        string? answer = values[3] is null or string ? (string?)values[3] : throw Wrong(3, "no text");
        if (answer is not null != (verdict == Verdict.Correct)) throw Wrong(3, "which goes with corrections and with nothing else");
        DateTimeOffset at = TimeOf(values[4]) ?? throw Wrong(4, "no time");
        if (values[5] is not (0L or false)) throw Wrong(5, "neither yes nor no");
        return new Decision(sequence, row, verdict, answer, at);
    }

    /// <summary>A verdict as it is kept.</summary>
    public static string NameOf(Verdict verdict) => $"{verdict}";

    /// <summary>A time as it is kept where there is no type for times.</summary>
    public static string TextOf(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    private static Verdict? VerdictOf(object? value) =>
        Enum.GetValues<Verdict>().Cast<Verdict?>().FirstOrDefault(verdict => NameOf(verdict!.Value) == value as string);

    // PostgreSQL's infinity is read as the first or the last time that there is.
    private static DateTimeOffset? TimeOf(object? value) => value switch
    {
        DateTime time when time != DateTime.MinValue && time != DateTime.MaxValue => new DateTimeOffset(time),
        string text when DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time) => time,
        _ => null,
    };

    private static object? Value(DbDataReader reader, int column)
    {
        try
        {
            return reader.GetValue(column) is var value and not DBNull ? value : null;
        }
        // A time outside the years 1 to 9999, which PostgreSQL has.
        catch (Exception e) when (e is InvalidCastException or OverflowException or ArgumentException or FormatException)
        {
            return e;
        }
    }

    private static string Shown(object? value) => value switch
    {
        null => "missing",
        byte[] => "binary data",
        Exception => "a value that cannot be read",
        string { Length: > MostShown } text => $"'{text[..MostShown]}…'",
        _ => string.Create(CultureInfo.InvariantCulture, $"'{value}'"),
    };
}
