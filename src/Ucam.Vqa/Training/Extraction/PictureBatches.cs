using System.Threading.Channels;

namespace Ucam.Vqa.Training.Extraction;

/// <summary>Pictures of a batch as bytes, with the cells' labels where the set has them.</summary>
internal sealed record PictureBatch(int[] Pictures, byte[] Rgb, byte[] Labels);

/// <summary>Draws or decodes batches ahead of the consumer, in order, by a bounded channel.</summary>
internal static class PictureBatches
{
    private const int BatchesAhead = 4;

    /// <summary>Yields batches of at most <paramref name="batch"/> pictures at size×size; labels over grid×grid if the set has them.</summary>
    public static IEnumerable<PictureBatch> Read(IVqaSet set, int[] order, int batch, int size, int grid, CancellationToken cancel) =>
        Ahead(order, batch, pictures => Draw(set, pictures, size, grid), cancel);

    /// <summary>Yields what <paramref name="draw"/> makes of at most <paramref name="batch"/> pictures at a time, made ahead.</summary>
    public static IEnumerable<T> Ahead<T>(int[] order, int batch, Func<int[], T> draw, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var channel = Channel.CreateBounded<T>(BatchesAhead);
        Task producer = Task.Run(() => Produce(order, batch, draw, channel.Writer, stop.Token), CancellationToken.None);
        try
        {
            while (channel.Reader.WaitToReadAsync(cancel).AsTask().GetAwaiter().GetResult())
                while (channel.Reader.TryRead(out T? next)) yield return next;
        }
        finally
        {
            stop.Cancel();
            try
            {
                producer.Wait(CancellationToken.None);
            }
            catch (AggregateException e) when (e.InnerException is OperationCanceledException)
            {
                // The consumer stopped early; there is nothing to report.
            }
        }
    }

    private static async Task Produce<T>(int[] order, int batch, Func<int[], T> draw, ChannelWriter<T> writer, CancellationToken stop)
    {
        try
        {
            for (int start = 0; start < order.Length; start += batch)
            {
                int[] pictures = order[start..Math.Min(order.Length, start + batch)];
                await writer.WriteAsync(draw(pictures), stop).ConfigureAwait(false);
            }
            writer.Complete();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            writer.Complete(e);
        }
    }

    private static PictureBatch Draw(IVqaSet set, int[] pictures, int size, int grid)
    {
        int bytes = size * size * 3;
        var dense = set as IDenseTruth;
        int cells = dense is null || grid == 0 ? 0 : dense.DenseHeads.Count * grid * grid;
        var rgb = new byte[pictures.Length * bytes];
        var labels = new byte[pictures.Length * cells];
        ParallelLoop.For(pictures.Length, i =>
        {
            Picture picture = set.LoadPicture(pictures[i]);
            if (picture.Width != size || picture.Height != size) picture = picture.Resize(size, size);
            picture.Rgb.CopyTo(rgb.AsSpan(i * bytes));
            if (cells > 0) dense!.CellLabels(pictures[i], grid, labels.AsSpan(i * cells, cells));
        });
        return new PictureBatch(pictures, rgb, labels);
    }
}
