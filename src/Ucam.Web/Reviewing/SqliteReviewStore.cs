using System.Globalization;
using Microsoft.Data.Sqlite;
using Ucam.Web.Hosting;

namespace Ucam.Web.Reviewing;

/// <summary>
/// Decisions in an SQLite file. Each is written through to the disk before it counts (a write-ahead log, synchronous FULL), so that it outlasts a
/// kill and a loss of power; the file is one process's at a time.
/// </summary>
internal sealed class SqliteReviewStore : IReviewStore
{
    // "Ucam", by which a file of ours is known.
    private const long Mark = 0x5563616D;
    private const int NoDatabase = 26, Busy = 5, Locked = 6, Interrupted = 9;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly CancellationToken _cancel;
    private readonly IReadOnlyList<WatchedFile> _watched = [];

    /// <summary>Opens a file, or makes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancel">Stops what is being read.</param>
    /// <exception cref="UcamException">It is another kind of file, in use, or cannot be written.</exception>
    public SqliteReviewStore(string path, CancellationToken cancel = default)
    {
        (_path, _cancel) = (path, cancel);
        var name = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
        _connection = new SqliteConnection(name.ToString());
        try
        {
            _watched = Guarded(Open);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public bool IsShared => false;

    public IReadOnlyList<Decision> Decisions() =>
        All($"SELECT {StoredDecision.Columns} FROM decisions WHERE undone IS NOT 1 ORDER BY sequence", [],
            reader => StoredDecision.Read(reader, _path));

    public Decision Add(string row, Verdict verdict, string? answer) => Kept(() =>
    {
        DateTimeOffset at = DateTimeOffset.UtcNow;
        using SqliteCommand command = Command(
            "INSERT INTO decisions (row, verdict, answer, at) VALUES ($row, $verdict, $answer, $at) RETURNING sequence",
            ("$row", row), ("$verdict", StoredDecision.NameOf(verdict)), ("$answer", answer), ("$at", StoredDecision.TextOf(at)));
        return new Decision((long)command.ExecuteScalar()!, row, verdict, answer, at);
    });

    public void Undo(long sequence) => Kept(() =>
    {
        using SqliteCommand command = Command("UPDATE decisions SET undone = 1 WHERE sequence = $sequence", ("$sequence", sequence));
        return command.ExecuteNonQuery();
    });

    public IReadOnlyDictionary<string, string> Answers(string asking)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        // What is no text was written by another program, and is asked again.
        foreach ((object question, object answer) in All("SELECT question, answer FROM answers WHERE asking = $asking", [("$asking", asking)],
            reader => (reader.GetValue(0), reader.GetValue(1))))
            if (question is string asked && answer is string given) found[asked] = given;
        return found;
    }

    public void Keep(string asking, IReadOnlyCollection<KeyValuePair<string, string>> answers) => Kept(() =>
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

    private WatchedFile[] Open()
    {
        _connection.Open();
        Run("PRAGMA trusted_schema = OFF");
        long mark = Number("PRAGMA application_id");
        using SqliteCommand all = Command("SELECT type, name, sql FROM sqlite_schema");
        if (SqliteSchema.Read(all, out string? unknown) ? mark != Mark : mark is not (Mark or 0))
            throw new UcamException($"{_path} is a database of another program; give another file for the decisions.") { File = _path };
        if (unknown is not null)
            throw new UcamException($"{_path} has {unknown} that no review makes; give another file for the decisions.") { File = _path };
        Run("PRAGMA locking_mode = EXCLUSIVE");
        Run("PRAGMA journal_mode = WAL");
        Run("PRAGMA synchronous = FULL");
        Run($"PRAGMA application_id = {Mark}");
        Run(SqliteSchema.Tables);
        // Empty for a database in memory.
        using SqliteCommand place = Command("SELECT file FROM pragma_database_list WHERE name = 'main'");
        return place.ExecuteScalar() is string { Length: > 0 } file ? [new WatchedFile(_path), new WatchedFile(file + "-wal")] : [];
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

    private List<T> All<T>(string text, (string Name, object? Value)[] values, Func<SqliteDataReader, T> read) => Guarded(() =>
    {
        using SqliteCommand command = Command(text, values);
        using CancellationTokenRegistration stop = _cancel.Register(() => SQLitePCL.raw.sqlite3_interrupt(_connection.Handle));
        using SqliteDataReader reader = command.ExecuteReader();
        var found = new List<T>();
        while (reader.Read())
        {
            _cancel.ThrowIfCancellationRequested();
            found.Add(read(reader));
        }
        return found;
    });

    // What is written to a file that no name leads to any more would be lost when this process ends.
    private T Kept<T>(Func<T> work) => Guarded(() =>
    {
        Refuse(file => file.Changed());
        T result;
        try
        {
            result = work();
        }
        catch
        {
            // What failed may have written too.
            foreach (WatchedFile file in _watched) file.ChangedWhileWriting();
            throw;
        }
        Refuse(file => file.ChangedWhileWriting());
        return result;
    });

    private void Refuse(Func<WatchedFile, string?> look)
    {
        foreach (WatchedFile file in _watched)
            if (look(file) is { } what)
                throw new UnavailableException($"{_path} {what} while it was open, so that nothing more is kept; start the review again.")
                { File = _path };
    }

    private T Guarded<T>(Func<T> work)
    {
        lock (_gate)
        {
            try
            {
                return work();
            }
            catch (SqliteException e) when (e.SqliteErrorCode == Interrupted)
            {
                throw new OperationCanceledException(e.Message, e);
            }
            catch (SqliteException e)
            {
                string why = e.SqliteErrorCode switch
                {
                    NoDatabase => "is no file of decisions; give another one",
                    Busy or Locked => "is in use by another review; close that one, or give another file",
                    _ => $"cannot be used ({e.Message.TrimEnd('.')}); check free space and permissions",
                };
                throw new UnavailableException($"{_path} {why}.", e) { File = _path };
            }
        }
    }
}
