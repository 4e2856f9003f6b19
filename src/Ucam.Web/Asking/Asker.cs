using Microsoft.AspNetCore.Http;
using Ucam.Imaging;
using Ucam.Vqa;
using Ucam.Web.Hosting;

namespace Ucam.Web.Asking;

/// <summary>An answer with what was asked about.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Picture">The picture, as it is shown.</param>
/// <param name="PictureId">Its id; null where it is not kept.</param>
/// <param name="Name">Its file's name; null for none.</param>
/// <param name="Shares">Whether the parts of the doubt were asked for.</param>
internal sealed record Asked(Answer Answer, Picture Picture, string? PictureId, string? Name, bool Shares);

/// <summary>Answers requests: a picture from the shelf or the request, the model that was named or is picked, a place in the queue.</summary>
internal sealed class Asker(Models models, PictureShelf shelf, AskQueue queue, WebOptions options)
{
    /// <summary>Answers a request.</summary>
    /// <exception cref="UcamException">It cannot be answered as it is.</exception>
    /// <exception cref="BusyException">Too many wait.</exception>
    public async Task<Asked> Ask(HttpRequest request, CancellationToken cancel)
    {
        AskRequest asked = await AskRequest.Read(request, cancel).ConfigureAwait(false);
        AskOptions how = asked.Values.Options(options.MostPasses);
        VqaModel? named = models.Find(asked.Values.Model);
        return await queue.Run(() => Answer(asked, how, named, cancel), cancel).ConfigureAwait(false);
    }

    /// <summary>Reads a request for a map: what it is of, and its name.</summary>
    /// <exception cref="UcamException">A value is missing or wrong.</exception>
    public async Task<((Picture Picture, string Question, string Model, int Seed) Of, string Map)> ToExplain(HttpRequest request,
        CancellationToken cancel)
    {
        AskRequest asked = await AskRequest.Read(request, cancel).ConfigureAwait(false);
        int seed = asked.Values.Options(options.MostPasses).Seed;
        string map = asked.Values.Map ?? throw new UcamException("map is missing; /api/maps lists them.") { Field = "map" };
        VqaModel? named = models.Find(asked.Values.Model);
        return await queue.Run(() => With(asked, named, picture =>
        {
            VqaModel model = Picked(picture, asked, named);
            return ((picture.Before(model).Sized, asked.Values.Question!, models.NameOf(model), seed), map);
        }), cancel).ConfigureAwait(false);
    }

    /// <summary>Keeps a picture for later questions.</summary>
    /// <exception cref="PictureException">It cannot be read.</exception>
    public Task<ShelvedPicture> Keep(ReadOnlyMemory<byte> bytes, string name, CancellationToken cancel) =>
        queue.Run(() => shelf.Add(bytes, name), cancel);

    private Asked Answer(AskRequest asked, AskOptions how, VqaModel? named, CancellationToken cancel) => With(asked, named, picture =>
    {
        VqaModel model = Picked(picture, asked, named);
        Answer answer = picture.Before(model).Answer(asked.Values.Question!, how, cancel);
        if (named is null)
            answer = ModelPick.Noted(answer, model, [.. models.All.Select(m =>
                (m.Name, $"the model {m.Name}", m.Model == model ? (Func<double>?)null : () => picture.Before(m.Model).Unusual()))]);
        return new Asked(answer, picture.Shown, asked.Picture.IsEmpty ? picture.Id : null, asked.Name, how.DoubtShares);
    });

    private VqaModel Picked(ShelvedPicture picture, AskRequest asked, VqaModel? named) => named
        ?? ModelPick.Of([.. models.All.Select(m => m.Model)], asked.Values.Question!, each => picture.Before(each).Unusual());

    private T With<T>(AskRequest asked, VqaModel? named, Func<ShelvedPicture, T> work)
    {
        try
        {
            if (asked.Picture.IsEmpty) return work(shelf.Find(asked.Values.Picture!));
            // Not kept: who changes a picture step by step sends a hundred of them.
            IEnumerable<VqaModel> asking = named is null ? models.All.Select(m => m.Model) : [named];
            using var sent = new ShelvedPicture("", Picture.Load(asked.Picture, asked.Name ?? Picture.Unnamed), asking);
            return work(sent);
        }
        catch (ObjectDisposedException)
        {
            throw PictureShelf.Gone();
        }
    }
}
