using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Ucam.Vqa;

public sealed partial class VqaModel
{
    // Answers that wait for who takes them, besides the one that is being worked on.
    private const int LookAhead = 2;

    /// <summary>Answers a question about a picture.</summary>
    /// <param name="picture">A path, a stream, bytes, a bitmap or a picture, of any size; it stays the caller's.</param>
    /// <param name="question">The question.</param>
    /// <param name="options">How it is answered.</param>
    /// <exception cref="UcamException">The picture cannot be read, the question is empty or too long, or an option is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public Answer Ask(AnyPicture picture, string question, AskOptions? options = null)
    {
        using OpenedPicture opened = Unopened(picture.Load());
        return opened.Ask(question, options);
    }

    /// <summary>Answers several questions in their order; those about one picture, wherever they stand, share its features.</summary>
    /// <param name="questions">Pictures, as for one question, and questions. Pictures are one if they are the same object or path.</param>
    /// <param name="options">How each is answered.</param>
    /// <param name="cancel">Ends it between two stages: features, passes, each map.</param>
    /// <returns>An answer for each question, in the order given.</returns>
    /// <exception cref="UcamException">A picture cannot be read, a question is empty or too long, or an option is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<Answer> Ask(IReadOnlyList<(AnyPicture Picture, string Question)> questions, AskOptions? options = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(questions);
        Network.Calls.Enter(this).Dispose();
        var answers = new Answer[questions.Count];
        foreach (IGrouping<AnyPicture, int> asked in Enumerable.Range(0, answers.Length).GroupBy(i => questions[i].Picture))
        {
            cancel.ThrowIfCancellationRequested();
            using OpenedPicture opened = Unopened(asked.Key.Load());
            foreach (int i in asked) answers[i] = opened.Answer(questions[i].Question, options, cancel);
        }
        return answers;
    }

    /// <summary>Answers a question about a picture on another thread.</summary>
    /// <param name="picture">A path, a stream, bytes, a bitmap or a picture, of any size; it stays the caller's, unchanged until this ends.</param>
    /// <param name="question">The question.</param>
    /// <param name="options">How it is answered.</param>
    /// <param name="cancel">Ends it between two stages: reading, decoding, features, passes, each map.</param>
    /// <exception cref="UcamException">The picture cannot be read, the question is empty or too long, or an option is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed before the picture was read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<Answer> AskAsync(AnyPicture picture, string question, AskOptions? options = null, CancellationToken cancel = default) =>
        Task.Run(async () =>
        {
            Network.Calls.Enter(this).Dispose();
            using OpenedPicture opened = Unopened(await picture.LoadAsync(cancel).ConfigureAwait(false));
            return opened.Answer(question, options, cancel);
        }, cancel);

    /// <summary>
    /// Answers questions one after the other on another thread and gives each answer as it is there, in their order. At most three answers
    /// are ahead of the one taken last. Neighbours that ask about one picture share its features.
    /// </summary>
    /// <param name="questions">Pictures, as for one question, and questions; taken one by one, on the other thread.</param>
    /// <param name="options">How each is answered.</param>
    /// <param name="cancel">Ends it between two stages. To stop taking answers ends it as well.</param>
    /// <exception cref="UcamException">A picture cannot be read, a question is empty or too long, or an option is out of range; the answers
    /// before it come first.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed; the answers before that come first.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IAsyncEnumerable<Answer> AskEach(IEnumerable<(AnyPicture Picture, string Question)> questions, AskOptions? options = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(questions);
        return Each(questions, options, cancel);
    }

    /// <summary>Reads a picture and runs the backbone on it once, for several questions.</summary>
    /// <param name="picture">A path, a stream, bytes, a bitmap or a picture, of any size; it stays the caller's and is not needed afterwards.</param>
    /// <returns>What answers them; the caller disposes it.</returns>
    /// <exception cref="UcamException">The picture cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public OpenedPicture Open(AnyPicture picture)
    {
        OpenedPicture opened = Unopened(picture.Load());
        opened.Features();
        return opened;
    }

    /// <summary>As <see cref="Open"/>, on another thread.</summary>
    /// <param name="picture">A path, a stream, bytes, a bitmap or a picture, of any size; it stays the caller's, unchanged until this ends.</param>
    /// <param name="cancel">Ends it between two stages: reading, decoding, features.</param>
    /// <returns>What answers them; the caller disposes it.</returns>
    /// <exception cref="UcamException">The picture cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<OpenedPicture> OpenAsync(AnyPicture picture, CancellationToken cancel = default) => Task.Run(async () =>
    {
        Network.Calls.Enter(this).Dispose();
        Picture read = await picture.LoadAsync(cancel).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        return Open(read);
    }, cancel);

    /// <summary>How unusual a picture is, as a multiple of the distance that 99 % of held-out pictures keep; above 1 is unfamiliar.</summary>
    /// <exception cref="UcamException">The picture cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public double Unusual(AnyPicture picture)
    {
        using OpenedPicture opened = Unopened(picture.Load());
        return opened.Unusual();
    }

    /// <summary>A picture whose features are made when it is first asked about.</summary>
    internal OpenedPicture Unopened(Picture picture)
    {
        using CallGuard.Call call = Network.Calls.Enter(this);
        return new OpenedPicture(this, picture);
    }

    private async IAsyncEnumerable<Answer> Each(IEnumerable<(AnyPicture Picture, string Question)> questions, AskOptions? options,
        CancellationToken cancel, [EnumeratorCancellation] CancellationToken enumeration = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, enumeration);
        Channel<Answer> answers = Channel.CreateBounded<Answer>(LookAhead);
        Task work = Task.Run(() => Produce(questions, options, answers.Writer, stop.Token), CancellationToken.None);
        try
        {
            // What went wrong is told by the channel, after the answers before it.
            await foreach (Answer answer in answers.Reader.ReadAllAsync(stop.Token).ConfigureAwait(false)) yield return answer;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(false);
        }
    }

    private async Task Produce(IEnumerable<(AnyPicture Picture, string Question)> questions, AskOptions? options, ChannelWriter<Answer> answers,
        CancellationToken cancel)
    {
        OpenedPicture? opened = null;
        AnyPicture last = default;
        try
        {
            foreach ((AnyPicture picture, string question) in questions)
            {
                cancel.ThrowIfCancellationRequested();
                if (opened is null || picture != last)
                {
                    opened?.Dispose();
                    opened = null;
                    Network.Calls.Enter(this).Dispose();
                    opened = Unopened(await picture.LoadAsync(cancel).ConfigureAwait(false));
                    last = picture;
                }
                await answers.WriteAsync(opened.Answer(question, options, cancel), cancel).ConfigureAwait(false);
            }
            answers.Complete();
        }
        catch (Exception e)
        {
            answers.Complete(e);
        }
        finally
        {
            opened?.Dispose();
        }
    }
}
