using Microsoft.Data.Sqlite;

namespace Ucam.Web.Reviewing;

/// <summary>
/// The tables of a file of decisions, and whether a file has these alone: one that came from somebody else may have views and triggers, which
/// would compute whatever their author wanted whenever a decision is read or kept.
/// </summary>
internal static class SqliteSchema
{
    private const string IfMissing = "IF NOT EXISTS ";

    private static readonly string[] Made =
    [
        $"""
        CREATE TABLE {IfMissing}decisions (sequence INTEGER PRIMARY KEY AUTOINCREMENT, row TEXT NOT NULL, verdict TEXT NOT NULL, answer TEXT,
            at TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0)
        """,
        $"""
        CREATE TABLE {IfMissing}answers (asking TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (asking, question))
            WITHOUT ROWID
        """,
    ];

    // The last one is SQLite's own, for AUTOINCREMENT.
    private static readonly string[] Known =
        [.. Made.Select(table => Plain(table.Replace(IfMissing, "", StringComparison.Ordinal))), "CREATE TABLE sqlite_sequence(name,seq)"];

    /// <summary>Makes the tables that are missing.</summary>
    public static string Tables { get; } = string.Join(";\n", Made);

    /// <summary>Reads what a file has, which runs nothing of it.</summary>
    /// <param name="all">SELECT type, name, sql FROM sqlite_schema.</param>
    /// <param name="unknown">What is none of the tables of a file of decisions, in words; null where there is nothing such.</param>
    /// <returns>Whether it has anything.</returns>
    public static bool Read(SqliteCommand all, out string? unknown)
    {
        unknown = null;
        bool any = false;
        using SqliteDataReader reader = all.ExecuteReader();
        while (reader.Read())
        {
            any = true;
            if (reader.GetValue(0) is not "table" || reader.GetValue(2) is not string made || !Known.Contains(Plain(made)))
                unknown ??= $"the {reader.GetValue(0)} '{reader.GetValue(1)}'";
        }
        return any;
    }

    private static string Plain(string made) => string.Join(' ', made.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
}
