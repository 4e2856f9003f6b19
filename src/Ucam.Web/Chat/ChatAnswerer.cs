using Ucam.Vqa;
using Ucam.Vqa.Datasets;
using Ucam.Web.Asking;
using Ucam.Web.Hosting;

namespace Ucam.Web.Chat;

/// <summary>
/// Answers of the served models as a chat model's: at the temperature 0 the most probable answer of all dropout passes, else one drawn from the
/// answer distribution of a single pass with masks of its own, so that the draws differ as the model doubts.
/// </summary>
internal sealed class ChatAnswerer(Models models, AskQueue queue, WebOptions options) : IDisposable
{
    // Apart from the pictures that a page keeps, so that a program which masks a picture a hundred times takes none of their places.
    private const int KeptPictures = 16;

    // What the draws of a seed are told apart by from other uses of it.
    private const int Masks = 71, Draws = 72;

    private readonly PictureShelf _shelf = new(models, KeptPictures);

    /// <summary>Answers a request on another thread when a worker is free.</summary>
    /// <exception cref="UcamException">The model is not served, or question or picture cannot be used.</exception>
    /// <exception cref="BusyException">Too many wait.</exception>
    public Task<ChatCompletion> Answer(ChatRequest request, CancellationToken cancel)
    {
        VqaModel model = models.Find(request.Model)!;
        (string question, byte[] bytes) = ChatTurn.Asked(request.Messages);
        return queue.Run(() =>
        {
            try
            {
                return Answer(_shelf.Add(bytes, Picture.Unnamed), model, question, request);
            }
            catch (ObjectDisposedException)
            {
                // Others took its place on the shelf meanwhile.
                using var own = new ShelvedPicture("", Picture.Load(bytes, Picture.Unnamed), [model]);
                return Answer(own, model, question, request);
            }
        }, cancel);
    }

    public void Dispose() => _shelf.Dispose();

    private ChatCompletion Answer(ShelvedPicture picture, VqaModel model, string question, ChatRequest request)
    {
        long seed = request.Seed ?? Random.Shared.NextInt64();
        int folded = Folded(seed), choices = request.N ?? 1;
        double temperature = request.Temperature ?? 1;
        ChatChoice[] given = temperature == 0
            ? [.. Enumerable.Repeat(Best(picture.Before(model), model, question, folded, request), choices)]
            : [.. Drawn(picture.Before(model), model, question, (folded, choices, temperature), request)];
        int asked = model.Network.Words.Encode(question).Ids.Length + model.Network.Head.Shape.Positions;
        return new ChatCompletion(request.Model!, given, asked);
    }

    private ChatChoice Best(OpenedPicture picture, VqaModel model, string question, int seed, ChatRequest request)
    {
        int passes = Math.Min(new AskOptions().Passes, options.MostPasses);
        float[] mean = picture.Distributions(question, passes, [seed])[0];
        return ChatChoice.Of(model.Network.Answers, mean, Array.IndexOf(mean, mean.Max()), request);
    }

    private static IEnumerable<ChatChoice> Drawn(OpenedPicture picture, VqaModel model, string question,
        (int Seed, int Choices, double Temperature) how, ChatRequest request)
    {
        IEnumerable<int> seeds = Enumerable.Range(0, how.Choices).Select(i => (int)(SetRandom.For(how.Seed, i, 0, Masks).Next() >> 33));
        IReadOnlyList<float[]> passes = picture.Distributions(question, 1, seeds);
        for (int i = 0; i < how.Choices; i++)
        {
            double most = passes[i].Max();
            double[] weights = Array.ConvertAll(passes[i], p => Math.Pow(p / most, 1 / how.Temperature));
            yield return ChatChoice.Of(model.Network.Answers, passes[i], SetRandom.For(how.Seed, i, 0, Draws).Weighted(weights), request);
        }
    }

    private static int Folded(long seed) => (int)seed ^ (int)(seed >> 32);
}
