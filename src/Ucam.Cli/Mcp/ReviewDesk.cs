using Ucam.Cli.Paths;
using Ucam.Cli.Review;
using Ucam.Studies.Reports.Table;
using Ucam.Web.Reviewing;

namespace Ucam.Cli.Mcp;

/// <summary>
/// The review that an assistant goes through. Its file of decisions is open for a call alone, so that a page can have it in between; safe to use
/// from several threads.
/// </summary>
internal sealed class ReviewDesk
{
    // SQLite's name for a file that is none.
    private const string Nowhere = ":memory:";

    private readonly Lock _gate = new();
    private (string Key, string? Images, ReviewData Data, AnswerTable Table)? _last;

    /// <summary>Opens a review for one call.</summary>
    /// <param name="results">What 'ucam eval' or 'ucam ask' wrote.</param>
    /// <param name="images">The folder of the pictures; null for none.</param>
    /// <param name="writes">Whether something is decided; without, no file is made.</param>
    /// <param name="use">What is done with the review and the name of its file of decisions.</param>
    /// <exception cref="UcamException">The results cannot be read, or the file of decisions is in use or of another kind.</exception>
    public T With<T>(string results, string? images, bool writes, Func<ReviewSession, string, T> use)
    {
        lock (_gate)
        {
            (ReviewData data, AnswerTable table) = Read(results, images);
            string file = ReviewSource.StoreOf(results);
            if (writes) Output.CheckFile("results", file);
            if (File.Exists(file)) return In(file);
            // A decision that is refused makes no file.
            T tried = In(Nowhere);
            return writes ? In(file) : tried;

            T In(string place)
            {
                using var store = new SqliteReviewStore(place);
                using var session = new ReviewSession(data, store, table);
                return use(session, file);
            }
        }
    }

    // Reading and ordering thousands of answers takes a while; they are kept until the file changes. Who names no pictures needs none.
    private (ReviewData, AnswerTable) Read(string results, string? images)
    {
        if (Directory.Exists(results))
            throw new UcamException($"results: {results} is a folder; give a file that 'ucam eval --out' or 'ucam ask' wrote.");
        if (images is not null && !Directory.Exists(images))
            throw new UcamException($"images: there is no folder '{images}'; give another, or leave it out.");
        var file = new FileInfo(results);
        string key = file.Exists ? $"{file.FullName}\0{file.Length} {file.LastWriteTimeUtc.Ticks}" : "";
        if (_last is not { } last || last.Key != key || (images is not null && images != last.Images))
        {
            ReviewData data = ReviewSource.Results(results, images);
            _last = last = (key, images, data, ReviewSession.TableOf(data));
        }
        return (last.Data, last.Table);
    }
}
