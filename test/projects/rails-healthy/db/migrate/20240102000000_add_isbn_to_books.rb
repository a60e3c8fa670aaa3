# frozen_string_literal: true

class AddISBNToBooks < ActiveRecord::Migration[7.1]
  class Book < ActiveRecord::Base
    self.table_name = "books"
  end

  def change
    execute_quietly { add_column :books, :isbn, :string }
  end

  private

  def execute_quietly
    reversible do |direction|
      direction.up { execute "SET LOCAL lock_timeout = '2s'" }
    end
    yield
  end
end
