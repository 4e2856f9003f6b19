using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Ucam.Web.Reviewing;

/// <summary>
/// Decisions in an SQLite file. Each is written through to the disk before it counts (a write-ahead log, synchronous FULL), so that it outlasts a
/// kill and a loss of power; the file is one process's at a time.
/// </summary>
internal sealed class SqliteReviewStore : IReviewStore
{
    // "Ucam", by which a file of ours is known.
    private const long Mark = 0x5563616D;
    private const int NoDatabase = 26, Busy = 5, Locked = 6;

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS decisions (sequence INTEGER PRIMARY KEY AUTOINCREMENT, row TEXT NOT NULL, verdict TEXT NOT NULL, answer TEXT,
            at TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE IF NOT EXISTS answers (asking TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (asking, question))
            WITHOUT ROWID;
        """;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly string _path;

    /// <summary>Opens a file, or makes it.</summary>
    /// <exception cref="UcamException">It is another kind of file, in use, or cannot be written.</exception>
    public SqliteReviewStore(string path)
    {
        _path = path;
        var name = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
        _connection = new SqliteConnection(name.ToString());
        try
        {
            Guarded(Open);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public bool IsShared => false;

    public IReadOnlyList<Decision> Decisions() => Guarded(() =>
    {
        using SqliteCommand command = Command("SELECT sequence, row, verdict, answer, at FROM decisions WHERE undone = 0 ORDER BY sequence");
        using SqliteDataReader reader = command.ExecuteReader();
        var found = new List<Decision>();
        while (reader.Read())
            found.Add(new Decision(reader.GetInt64(0), reader.GetString(1), Enum.Parse<Verdict>(reader.GetString(2)),
                reader.IsDBNull(3) ? null : reader.GetString(3), DateTimeOffset.Parse(reader.GetString(4), CultureInfo.InvariantCulture)));
        return found;
    });

    public Decision Add(string row, Verdict verdict, string? answer) => Guarded(() =>
    {
        DateTimeOffset at = DateTimeOffset.UtcNow;
        using SqliteCommand command = Command(
            "INSERT INTO decisions (row, verdict, answer, at) VALUES ($row, $verdict, $answer, $at) RETURNING sequence",
            ("$row", row), ("$verdict", $"{verdict}"), ("$answer", answer), ("$at", at.ToString("O", CultureInfo.InvariantCulture)));
        return new Decision((long)command.ExecuteScalar()!, row, verdict, answer, at);
    });

    public void Undo(long sequence) => Guarded(() =>
    {
        using SqliteCommand command = Command("UPDATE decisions SET undone = 1 WHERE sequence = $sequence", ("$sequence", sequence));
        return command.ExecuteNonQuery();
    });

    public IReadOnlyDictionary<string, string> Answers(string asking) => Guarded(() =>
    {
        using SqliteCommand command = Command("SELECT question, answer FROM answers WHERE asking = $asking", ("$asking", asking));
        using SqliteDataReader reader = command.ExecuteReader();
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read()) found[reader.GetString(0)] = reader.GetString(1);
        return found;
    });

    public void Keep(string asking, IReadOnlyCollection<KeyValuePair<string, string>> answers) => Guarded(() =>
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        foreach ((string question, string answer) in answers)
        {
            using SqliteCommand command = Command("INSERT OR REPLACE INTO answers VALUES ($asking, $question, $answer)",
                ("$asking", asking), ("$question", question), ("$answer", answer));
            command.Transaction = transaction;
            command.ExecuteNonQuery();
        }
        transaction.Commit();
        return answers.Count;
    });

    public void Dispose()
    {
        lock (_gate) _connection.Dispose();
    }

    private int Open()
    {
        _connection.Open();
        long mark = Number("PRAGMA application_id"), tables = Number("SELECT COUNT(*) FROM sqlite_schema");
        if (mark != Mark && (mark != 0 || tables > 0))
            throw new UcamException($"{_path} is a database of another program; give another file for the decisions.") { File = _path };
        Run("PRAGMA locking_mode = EXCLUSIVE");
        Run("PRAGMA journal_mode = WAL");
        Run("PRAGMA synchronous = FULL");
        Run($"PRAGMA application_id = {Mark}");
        Run(Tables);
        return 0;
    }

    private void Run(string text)
    {
        using SqliteCommand command = Command(text);
        command.ExecuteNonQuery();
    }

    private long Number(string text)
    {
        using SqliteCommand command = Command(text);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private SqliteCommand Command(string text, params (string Name, object? Value)[] values)
    {
        SqliteCommand command = _connection.CreateCommand();
        // Another review of the same file is told at once.
        command.CommandTimeout = 2;
        command.CommandText = text;
        foreach ((string name, object? value) in values) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }

    private T Guarded<T>(Func<T> work)
    {
        lock (_gate)
        {
            try
            {
                return work();
            }
            catch (SqliteException e)
            {
                string why = e.SqliteErrorCode switch
                {
                    NoDatabase => "is no file of decisions; give another one",
                    Busy or Locked => "is in use by another review; close that one, or give another file",
                    _ => $"cannot be used ({e.Message.TrimEnd('.')}); check free space and permissions",
                };
                throw new UcamException($"{_path} {why}.", e) { File = _path };
            }
        }
    }
}
