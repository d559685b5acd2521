//! The `weekbook` program: arguments in, exit status out. Everything else is the library's.

fn main() -> std::process::ExitCode {
    weekbook::cli::run(std::env::args_os())
}
