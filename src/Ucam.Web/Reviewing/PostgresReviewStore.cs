using Npgsql;
using Ucam.Web.Hosting;

namespace Ucam.Web.Reviewing;

/// <summary>
/// Decisions in a PostgreSQL database, which several servers share: each sees what the others decided. Committed before it counts, as the server's
/// synchronous_commit says (on, unless somebody turned it off).
/// </summary>
internal sealed class PostgresReviewStore : IReviewStore
{
    // "Ucam": servers that start at once make the tables one after the other.
    private const long Mark = 0x5563616D;

    // Who may write in tables that are there need not be allowed to make any.
    private const string Kinds =
        "SELECT relname::text, relkind::text FROM pg_class WHERE oid IN (to_regclass('ucam_decisions'), to_regclass('ucam_answers'))";

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS ucam_decisions (sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, row TEXT NOT NULL, verdict TEXT NOT NULL,
            answer TEXT, at TIMESTAMPTZ NOT NULL, undone BOOLEAN NOT NULL DEFAULT FALSE);
        CREATE TABLE IF NOT EXISTS ucam_answers (asking TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (asking, question));
        """;

    private readonly NpgsqlDataSource _source;
    private readonly string _name;
    private readonly int _seconds;
    private readonly CancellationToken _cancel;

    /// <summary>Opens a database and makes its tables where they are missing.</summary>
    /// <param name="address">postgres://user@host:port/database; what it leaves out, the password too, is taken from PGUSER, PGPASSWORD and the
    /// other variables of PostgreSQL.</param>
    /// <param name="seconds">How long is waited for an answer of the database's.</param>
    /// <param name="cancel">Stops what is being read.</param>
    /// <exception cref="UcamException">It is no such address, or the database cannot be reached or written to.</exception>
    public PostgresReviewStore(string address, int seconds = 10, CancellationToken cancel = default)
    {
        NpgsqlConnectionStringBuilder where = PostgresAddress.Read(address);
        (where.Timeout, where.CommandTimeout, where.ApplicationName) = (seconds, seconds, "ucam review");
        (_seconds, _cancel) = (seconds, cancel);
        _name = $"{where.Host}{(where.Port == NpgsqlConnection.DefaultPort ? "" : $":{where.Port}")}/{where.Database}";
        _source = NpgsqlDataSource.Create(where);
        try
        {
            Guarded(Prepare);
        }
        catch
        {
            _source.Dispose();
            throw;
        }
    }

    public bool IsShared => true;

    public IReadOnlyList<Decision> Decisions() =>
        All($"SELECT {StoredDecision.Columns} FROM ucam_decisions WHERE undone IS NOT TRUE ORDER BY sequence", [],
            reader => StoredDecision.Read(reader, $"The database {_name}"));

    public Decision Add(string row, Verdict verdict, string? answer) => Guarded(() =>
    {
        DateTimeOffset at = DateTimeOffset.UtcNow;
        using NpgsqlCommand command = Command(
            "INSERT INTO ucam_decisions (row, verdict, answer, at) VALUES ($1, $2, $3, $4) RETURNING sequence",
            row, StoredDecision.NameOf(verdict), answer, at);
        return new Decision((long)command.ExecuteScalar()!, row, verdict, answer, at);
    });

    public void Undo(long sequence) => Guarded(() =>
    {
        using NpgsqlCommand command = Command("UPDATE ucam_decisions SET undone = TRUE WHERE sequence = $1", sequence);
        return command.ExecuteNonQuery();
    });

    public IReadOnlyDictionary<string, string> Answers(string asking)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        // What is no text was written by another program, and is asked again.
        foreach ((object question, object answer) in All("SELECT question, answer FROM ucam_answers WHERE asking = $1", [asking],
            reader => (reader.GetValue(0), reader.GetValue(1))))
            if (question is string asked && answer is string given) found[asked] = given;
        return found;
    }

    public void Keep(string asking, IReadOnlyCollection<KeyValuePair<string, string>> answers) => Guarded(() =>
    {
        // One statement, so that all are kept or none; in a fixed order, so that two servers cannot wait for each other.
        KeyValuePair<string, string>[] ordered = [.. answers.OrderBy(answer => answer.Key, StringComparer.Ordinal)];
        using NpgsqlCommand command = Command("""
            INSERT INTO ucam_answers SELECT $1, question, answer FROM unnest($2::text[], $3::text[]) AS new (question, answer)
            ON CONFLICT (asking, question) DO UPDATE SET answer = EXCLUDED.answer
            """, asking, ordered.Select(answer => answer.Key).ToArray(), ordered.Select(answer => answer.Value).ToArray());
        return command.ExecuteNonQuery();
    });

    public void Dispose() => _source.Dispose();

    private int Prepare()
    {
        using NpgsqlConnection connection = _source.OpenConnection();
        var there = new List<string>();
        using (var kinds = new NpgsqlCommand(Kinds, connection))
        using (NpgsqlDataReader reader = kinds.ExecuteReader())
            while (reader.Read())
            {
                there.Add(reader.GetString(0));
                // Ordinary and partitioned tables; a view would compute whatever its author wanted.
                if (reader.GetString(1) is not ("r" or "p"))
                    throw new UcamException(
                        $"The database {_name} has no table {there[^1]} but something else of that name; give a database of its own.");
            }
        if (there.Count == 2) return 0;
        using NpgsqlTransaction transaction = connection.BeginTransaction();
        using var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({Mark}); {Tables}", connection, transaction);
        command.ExecuteNonQuery();
        transaction.Commit();
        return 0;
    }

    private List<T> All<T>(string text, object?[] values, Func<NpgsqlDataReader, T> read) => Guarded(() =>
    {
        using NpgsqlCommand command = Command(text, values);
        using NpgsqlDataReader reader = command.ExecuteReader();
        var found = new List<T>();
        while (reader.Read())
        {
            _cancel.ThrowIfCancellationRequested();
            found.Add(read(reader));
        }
        return found;
    });

    private NpgsqlCommand Command(string text, params object?[] values)
    {
        NpgsqlCommand command = _source.CreateCommand(text);
        foreach (object? value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    // After a restart of the server the connections that were kept are dead, which is found here and not by a decision.
    private void Wake()
    {
        try
        {
            using NpgsqlCommand nothing = Command("SELECT 1");
            nothing.ExecuteNonQuery();
        }
        catch (NpgsqlException e) when (e.IsTransient || e is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown })
        {
            _source.Clear();
        }
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            Wake();
            return work();
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or InvalidCastException)
        {
            string why = e is PostgresException server ? server.MessageText : IsLate(e) ? $"it did not answer in {_seconds} seconds"
                : e.InnerException is System.Net.Sockets.SocketException ? "nobody answers there" : e.Message;
            throw new UnavailableException($"The database {_name} cannot be used ({ControlText.Shown(why, "").TrimEnd('.')}); {Advice(e)}.", e);
        }
    }

    private static bool IsLate(Exception problem) => problem is TimeoutException or { InnerException: TimeoutException };

    private static string Advice(Exception problem) => (problem as PostgresException)?.SqlState switch
    {
        PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.WrongObjectType or PostgresErrorCodes.DatatypeMismatch =>
            "it has other tables of the names ucam_decisions and ucam_answers: give a database of its own",
        PostgresErrorCodes.InsufficientPrivilege =>
            "its user may make no tables there, or not write in ucam_decisions and ucam_answers: let the database's owner grant that",
        null when IsLate(problem) => "another program may have locked its tables, or the way there is slow: try again",
        null when problem is InvalidCastException => "it has other tables of the names ucam_decisions and ucam_answers: give a database of its own",
        _ => "try again, or check its address, user and password",
    };
}
