using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Ucam.Cli.Terminal;

/// <summary>
/// The process's own streams, so that a reader who has gone away (<c>ucam … | head -1</c>) is noticed: the console's writer says
/// nothing of it and the work would go on for nobody.
/// </summary>
internal static class StandardStreams
{
    private const int BrokenPipe = 32, WindowsBrokenPipe = unchecked((int)0x8007006D), WindowsNoData = unchecked((int)0x800700E8);

    /// <summary>Puts writers in the console's place that tell of a closed or full output; errors have nowhere to be told of.</summary>
    public static void Open()
    {
        IsInputClosed = StandardDescriptor.IsClosed(StandardDescriptor.Input);
        IsOutputClosed = StandardDescriptor.IsClosed(StandardDescriptor.Output);
        // What the runtime opened in the place of a closed stream must not be written into.
        if (IsOutputClosed) Console.SetOut(TextWriter.Null);
        else if (Console.IsOutputRedirected && !OperatingSystem.IsWindows())
            Console.SetOut(Writer(new TellingStream(Pipe() ?? Console.OpenStandardOutput())));
        Console.SetError(StandardDescriptor.IsClosed(StandardDescriptor.Error) ? TextWriter.Null
            : Writer(new QuietStream(Console.OpenStandardError())));
    }

    /// <summary>Whether the process was started without a standard output.</summary>
    public static bool IsOutputClosed { get; private set; }

    /// <summary>Whether the process was started without a standard input, so that reading would wait for something of the runtime's own.</summary>
    public static bool IsInputClosed { get; private set; }

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(false)) { AutoFlush = true };

    private static FileStream? Pipe()
    {
        try
        {
            var file = new FileStream(new SafeFileHandle(StandardDescriptor.Output, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            // In a file a FileStream keeps a position of its own, and would write over what others write to the same file.
            return file.CanSeek ? null : file;
        }
        catch (Exception e) when (FileProblem.Is(e) || e is ArgumentException)
        {
            // Whatever it is, the console's own writer copes with it.
            return null;
        }
    }

    private sealed class TellingStream(Stream inner) : WritingStream(inner)
    {
        protected override void Failed(Exception e)
        {
            if (e.HResult is BrokenPipe or WindowsBrokenPipe or WindowsNoData) throw new ClosedOutputException(e);
            throw new UcamException($"Standard output cannot be written ({FileProblem.Reason(e)}); send it elsewhere. "
                + "Files already written are whole.", e);
        }
    }

    private sealed class QuietStream(Stream inner) : WritingStream(inner)
    {
        protected override void Failed(Exception e)
        {
            // A terminal that was closed reads no messages; the work's own end is what counts.
        }
    }

    private abstract class WritingStream(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => Guard(inner.Flush);

        public override void Write(byte[] buffer, int offset, int count) => Guard(() => inner.Write(buffer, offset, count));

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected abstract void Failed(Exception e);

        private void Guard(Action action)
        {
            try
            {
                action();
            }
            catch (Exception e) when (FileProblem.Is(e))
            {
                Failed(e);
            }
        }
    }
}

/// <summary>Nobody reads the output any more.</summary>
internal sealed class ClosedOutputException(Exception inner) : Exception("the output was closed", inner);
